"""`serve --watch`: what is saved is published, what is wrong is told, and nothing is lost."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest

from quiz.bank.models import Publication, Question
from quiz.bank.publish import publish_folders
from quiz.watch import Watch
from tests.authoring.banks import QUESTION, make_bank, write_question
from tests.factories.bank import PUBLISHED_AT
from tests.test_serve import SERVERS, Served, serving


class Author:
    """Somebody who saves files and reads what the terminal says."""

    def __init__(self, folder: Path) -> None:
        self.bank = make_bank(folder)
        publish_folders([self.bank], at=PUBLISHED_AT)
        self.told: list[str] = []
        self.watch = Watch([self.bank], self.told.append)
        self.watch.begin()

    def saves(self, old: str, new: str, file: Path = QUESTION) -> list[str]:
        path = self.bank / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return self.looks()

    def looks(self) -> list[str]:
        self.told.clear()
        self.watch.look()
        return list(self.told)


@pytest.fixture
def author(tmp_path: Path, transactional_db: None) -> Author:
    return Author(tmp_path)


def takeaway() -> str:
    question = Question.objects.select_related("current").get(pk="shop-at-night")
    assert question.current
    text: str = question.current.document["texts"]["ja"]["takeaway"]
    return text


def test_nothing_is_said_of_files_that_stay_as_they_are(author: Author) -> None:
    assert author.looks() == []


def test_a_saved_text_is_published_and_named(author: Author) -> None:
    told = author.saves("鍵が要るのは錠です。", "錠には鍵が要ります。")

    assert takeaway() == "錠には鍵が要ります。"
    assert re.fullmatch(r"\d\d:\d\d:\d\d published: revised shop-at-night \(0 findings\)", told[-1])


def test_with_an_error_the_old_bank_goes_on_being_served(author: Author) -> None:
    told = author.saves("takeaway: 鍵が", "takeawey: 鍵が")

    assert "Q002" in told[0]
    assert "did you mean 'takeaway'?" in told[0]
    assert told[-1].endswith("1 error: nothing was published, what was published before is served")
    assert takeaway() == "鍵が要るのは錠です。"
    assert len(Publication.latest().problems) == 1

    told = author.saves("takeawey: 鍵が要る", "takeaway: 錠に鍵が要る")

    assert "published: revised shop-at-night" in told[-1]
    assert Publication.latest().problems == []


def test_each_problem_is_told_once(author: Author) -> None:
    write_question(author.bank, "broken", "colour: red\n")
    assert sum("Q002" in line for line in author.looks()) == 1

    told = author.saves("店は夜に", "店は晩に")

    assert not any("Q002" in line for line in told)
    assert "1 error" in told[-1]


def test_a_new_file_and_a_deleted_one_are_seen(author: Author) -> None:
    path = write_question(author.bank, "second")
    assert "added second" in author.looks()[-1]

    path.unlink()
    assert "retired second" in author.looks()[-1]


def test_a_changed_word_list_is_judged_by_at_once(author: Author) -> None:
    told = author.saves("off: [", "absolute: {ja: [", Path("demo/lint/demo.yaml"))

    assert any("demo/lint/demo.yaml" in line for line in told)


def wait_for(served: Served, path: str, text: str, **headers: str) -> float:
    """Seconds until the page holds `text`."""
    began = time.monotonic()
    while time.monotonic() - began < 30:
        if text in served.get(path, **headers).body.decode():
            return time.monotonic() - began
        time.sleep(0.02)
    raise AssertionError(served.log.read_text(encoding="utf-8"))


@pytest.mark.parametrize("server", SERVERS)
def test_a_server_that_watches_publishes_and_previews_what_is_saved(
    tmp_path: Path, server: str
) -> None:
    bank = make_bank(tmp_path)
    options = ("--server", server, "--watch")
    with serving(tmp_path / "data", *options, QUESTIONS_DIR=str(bank)) as served:
        assert "店は夜に閉まります。" in (served.get("/authoring/shop-at-night/").body.decode())
        time.sleep(1)  # the watch begins with the server, and needs its first look
        text = (bank / QUESTION).read_text(encoding="utf-8")
        (bank / QUESTION).write_text(text.replace("夜に閉", "朝に閉"), encoding="utf-8")
        wait_for(served, "/questions/shop-at-night/", "朝に閉", **{"Accept-Language": "ja"})
        assert served.get("/authoring/", **{"X-Forwarded-For": "192.0.2.7"}).status == 302
        (bank / QUESTION).write_text("broken: [", encoding="utf-8")
        wait_for(served, "/healthz", '"stale"')
        health = json.loads(served.get().body)

    assert (health["status"], health["questions"]) == ("stale", 1)
    log = served.log.read_text(encoding="utf-8")
    assert "published: revised shop-at-night" in log
    assert "nothing was published" in log
    assert "Traceback" not in log


def test_a_server_in_the_network_keeps_the_files_to_staff(tmp_path: Path) -> None:
    with serving(tmp_path, "--host", "0.0.0.0", "--watch") as served:
        assert served.get("/authoring/").status == 302
        assert "/authoring/" not in served.log.read_text(encoding="utf-8")


def test_a_server_that_does_not_watch_keeps_the_files_to_staff(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        assert served.get("/authoring/").status == 302


def test_a_server_behind_a_public_name_keeps_the_files_to_staff(tmp_path: Path) -> None:
    with serving(tmp_path, "--watch", PUBLIC_URL="http://quiz.example.com") as served:
        assert served.get("/authoring/", Host="quiz.example.com").status == 302
