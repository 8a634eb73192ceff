"""What is read from sound files, and what the reader says of folders, links and odd files."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from quiz.assessment.item import Bank, Drill, Misconception, Option, digest_of
from quiz.authoring.problem import Problem
from quiz.authoring.read import Reader, fingerprint, read
from quiz.authoring.texts import short_digest
from tests.authoring.banks import (
    QUESTION,
    SHORT,
    TRANSLATION,
    codes_of,
    comparison_in,
    item_in,
    make_bank,
    write_question,
)


def test_a_sound_bank_has_no_problems_and_everything_in_it(tmp_path: Path) -> None:
    bank, problems = read([make_bank(tmp_path)])

    assert problems == []
    assert [exam.id for exam in bank.exams] == ["demo"]
    assert [item.id for item in bank.items] == ["shop-at-night"]
    assert [comparison.id for comparison in bank.comparisons] == ["lock-vs-latch"]
    assert [found.id for found in bank.misconceptions] == ["a-latch-is-a-lock"]


def test_an_item_has_every_field_of_its_file(tmp_path: Path) -> None:
    item = item_in(make_bank(tmp_path))

    assert (item.exam, item.language, item.task, item.status) == ("demo", "ja", "1.1", "published")
    assert item.options == (
        Option("a", reason="violates-requirement", misconception="a-latch-is-a-lock"),
        Option("b", is_correct=True),
    )
    assert (item.services, item.difficulty) == (("Lock", "Latch"), 1)
    assert (item.origin, item.source) == ("adapted", "https://example.com/doors")
    assert (item.diagrams, item.tips, item.comparisons) == (1, 1, ("lock-vs-latch",))
    assert item.references == ("https://example.com/doors",)
    assert (item.volatile, item.shuffle) == (True, False)


def test_an_item_has_its_texts_by_path_in_all_its_languages(tmp_path: Path) -> None:
    texts = item_in(make_bank(tmp_path)).texts

    assert sorted(texts) == ["en", "ja"]
    assert texts["ja"].keys() == texts["en"].keys()
    assert sorted(texts["ja"]) == [
        *("diagrams.0.alt", "diagrams.0.text", "diagrams.0.title", "explanation"),
        *("options.a.correct_if", "options.a.rationale", "options.a.text"),
        *("options.b.rationale", "options.b.text"),
        *("references.0.title", "scenario", "stem", "takeaway", "tips.0", "title"),
    ]
    assert texts["en"]["options.b.text"] == "Turn the lock."
    assert texts["ja"]["scenario"] == "店は夜に閉まります。"
    assert texts["ja"]["diagrams.0.text"].splitlines()[0] == "+------+    +------+"


def test_a_question_in_one_language_with_the_least_fields_is_complete(tmp_path: Path) -> None:
    bank = make_bank(tmp_path)
    write_question(bank, "least")

    item = item_in(bank, "least")

    assert item.status == "published"
    assert (item.origin, item.source, item.difficulty) == ("original", "", None)
    assert (item.volatile, item.shuffle) == (False, True)
    assert list(item.texts) == ["en"]


def test_a_comparison_is_read_with_its_texts_and_drills(tmp_path: Path) -> None:
    comparison = comparison_in(make_bank(tmp_path))

    assert (comparison.exam, comparison.language) == ("demo", "ja")
    assert (comparison.subjects, comparison.rows) == (("lock", "latch"), 1)
    assert comparison.drills == (Drill(subject="latch"),)
    assert comparison.references == ("https://example.com/locks",)
    assert comparison.texts["en"] == {
        "title": "Lock and latch",
        "subjects.lock": "Lock",
        "subjects.latch": "Latch",
        "rows.0.aspect": "Opened by",
        "rows.0.lock": "A key",
        "rows.0.latch": "A hand",
        "drills.0.statement": "It opens by hand.",
        "drills.0.reason": "It has no keyhole.",
        "references.0.title": "Locks",
    }


def test_an_exam_is_read_with_its_blueprint(tmp_path: Path) -> None:
    (exam,) = read([make_bank(tmp_path)])[0].exams

    assert exam.name == {"ja": "見本の試験", "en": "Demo exam"}
    assert [(form.id, form.items, form.unscored, form.minutes) for form in exam.forms] == [
        ("full", 10, 2, 20)
    ]
    assert [(domain.id, domain.weight) for domain in exam.domains] == [
        ("doors", 60),
        ("windows", 40),
    ]
    assert [task.id for domain in exam.domains for task in domain.tasks] == ["1.1", "1.2", "2.1"]
    assert exam.services == ("Lock", "Latch", "Key Store")
    assert (exam.extra_minutes, exam.pass_mark) == (5, (100, 1000, 720))
    assert exam.opening == "shop-at-night"


def test_an_exam_may_leave_out_what_it_does_not_have(tmp_path: Path) -> None:
    exam_file = tmp_path / "exam.yaml"
    exam_file.write_text(
        "format: 1\nid: tiny\nname: {en: Tiny}\n"
        'domains: {all: {name: {en: All}, weight: 100, tasks: {"1": {en: One}}}}\n'
    )

    bank, problems = read([tmp_path])

    assert problems == []
    (exam,) = bank.exams
    assert (exam.forms, exam.services, exam.pass_mark, exam.opening) == ((), (), None, "")


def test_a_misconception_is_read_with_its_comparison(tmp_path: Path) -> None:
    assert read([make_bank(tmp_path)])[0].misconceptions == (
        Misconception(
            id="a-latch-is-a-lock",
            exam="demo",
            name={"ja": "掛け金は錠だ", "en": "A latch is a lock"},
            correction={"ja": "掛け金は鍵なしで開きます。", "en": "A latch opens without a key."},
            comparison="lock-vs-latch",
        ),
    )


@pytest.mark.parametrize(
    "written",
    [
        "no",
        "on",
        "443",
        "1:30",
        "1.10",
        "2026-11-23",
        "~",
        "null",
        "0x1F",
        "1_000",
        "true",
        "=",
        ".5",
    ],
)
def test_a_text_stays_as_it_is_written(tmp_path: Path, written: str) -> None:
    bank = make_bank(tmp_path)
    write_question(bank, "as-written", f"takeaway: {written}\ntips: [{written}]\n")

    texts = item_in(bank, "as-written").texts["en"]

    assert (texts["takeaway"], texts["tips.0"]) == (written, written)


def test_blank_lines_around_a_text_go_and_its_indentation_stays(tmp_path: Path) -> None:
    bank = make_bank(tmp_path)
    write_question(bank, "block", "explanation: |2+\n\n      code\n  text  \n\n\n")

    assert item_in(bank, "block").texts["en"]["explanation"] == "    code\ntext"


@pytest.mark.parametrize(
    ("find", "put"),
    [
        (b"\n", b"\r\n"),
        (b"format: 1", b"\xef\xbb\xbfformat: 1"),
        (b"format: 1\n", b"# a comment\n\nformat:   1\n\n"),
        (b"shuffle: false\n", b"shuffle: false # fixed\n"),
        (b"verified_on: 2026-11-24", b"verified_on: 2026-11-25"),
        (b"status: published", b"status: draft"),
        (b"lint_ignore: {L12", b"lint_ignore: {L13"),
        (b"reviews: [{by: Aoi, on: 2026-11-24}]\n", b""),
    ],
    ids=[
        "CRLF",
        "mark",
        "white space",
        "comment",
        "verified_on",
        "status",
        "lint_ignore",
        "reviews",
    ],
)
def test_what_no_learner_sees_does_not_change_the_digest(
    tmp_path: Path, find: bytes, put: bytes
) -> None:
    bank = make_bank(tmp_path)
    (bank / "demo/exam.yaml").write_bytes(
        (bank / "demo/exam.yaml").read_bytes().replace(b"opening: shop-at-night\n", b"")
    )
    before = item_in(bank).digest()
    raw = (bank / QUESTION).read_bytes()
    assert find in raw
    (bank / QUESTION).write_bytes(raw.replace(find, put))

    assert item_in(bank).digest() == before


def test_a_changed_translation_changes_the_digest(tmp_path: Path) -> None:
    bank = make_bank(tmp_path)
    before = item_in(bank).digest()
    text = (bank / TRANSLATION).read_text()
    (bank / TRANSLATION).write_text(text.replace("Turn the lock", "Turn the key"))

    assert item_in(bank).digest() != before


def test_an_item_survives_the_way_through_its_document(tmp_path: Path) -> None:
    item = item_in(make_bank(tmp_path))

    assert type(item).from_document(item.document()) == item
    assert digest_of(item.document()) == item.digest()


def test_a_translation_that_is_up_to_date_gives_no_warning(tmp_path: Path) -> None:
    bank = make_bank(tmp_path)
    title = item_in(bank).texts["ja"]["title"]
    with (bank / TRANSLATION).open("a") as file:
        file.write(f"of: {{title: {short_digest(title)}}}\n")

    assert read([bank])[1] == []


def test_a_translation_that_lags_behind_does_not_stop_publishing(tmp_path: Path) -> None:
    bank = make_bank(tmp_path)
    with (bank / TRANSLATION).open("a") as file:
        file.write('of: {title: "00000000"}\n')

    found, problems = read([bank])

    assert codes_of(problems) == ["L901"]
    assert not problems[0].is_error
    assert len(found.items) == 1


def test_one_error_leaves_the_bank_empty(tmp_path: Path) -> None:
    bank = make_bank(tmp_path)
    write_question(bank, "broken", "colour: red\n")

    found, problems = read([bank])

    assert found == Bank()
    assert [problem.is_error for problem in problems] == [True]


def test_several_folders_make_one_bank_and_share_its_names(tmp_path: Path) -> None:
    first, second = make_bank(tmp_path, "first"), make_bank(tmp_path, "second")
    exam = (second / "demo/exam.yaml").read_text().replace("id: demo", "id: other")
    (second / "demo/exam.yaml").write_text(exam)

    taken = read([first, second])[1]

    assert codes_of(taken) == ["R002", "R002", "R002"]
    assert all("/second/" in problem.path for problem in taken)


def test_a_folder_named_twice_is_read_once(tmp_path: Path) -> None:
    bank = make_bank(tmp_path)

    found, problems = read([bank, bank, bank / "demo"])

    assert (len(found.items), problems) == (1, [])


def test_a_question_belongs_to_the_nearest_exam(tmp_path: Path) -> None:
    bank = make_bank(tmp_path)
    inner = bank / "demo" / "inner"
    inner.mkdir()
    exam = (bank / "demo/exam.yaml").read_text().replace("id: demo", "id: inner")
    (inner / "exam.yaml").write_text(exam)
    write_question(bank, "inside").rename(inner / "inside.yaml")

    assert item_in(bank, "inside").exam == "inner"
    assert item_in(bank).exam == "demo"


def test_a_folder_below_the_exam_cannot_be_checked_alone(tmp_path: Path) -> None:
    bank = make_bank(tmp_path)

    problems = read([bank / "demo/doors"])[1]

    assert "R003" in codes_of(problems)


@pytest.mark.parametrize("name", ["missing", "empty", "a-file"])
def test_a_folder_without_question_files_is_a_problem(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "a-file").write_text("x")

    problems = read([tmp_path / name])[1]

    assert codes_of(problems) == ["R012"]
    assert problems[0].path == (tmp_path / name).as_posix()


def test_hidden_files_and_word_lists_are_not_read(tmp_path: Path) -> None:
    bank = make_bank(tmp_path)
    for name in ("demo/.hidden.yaml", "demo/lint/words.yaml", "demo/.git/x.yaml", "demo/notes.txt"):
        (bank / name).parent.mkdir(exist_ok=True)
        (bank / name).write_text("[")

    assert read([bank])[1] == []


def test_links_are_refused_and_never_followed(tmp_path: Path) -> None:
    bank = make_bank(tmp_path)
    outside = make_bank(tmp_path, "outside")
    (bank / "demo/linked.yaml").symlink_to(outside / QUESTION)
    (bank / "demo/folder").symlink_to(outside, target_is_directory=True)
    (bank / "demo/nowhere.yaml").symlink_to(outside / "missing.yaml")

    problems = read([bank])[1]

    assert codes_of(problems) == ["Y001", "Y001", "Y001"]
    assert [Path(problem.path).name for problem in problems] == [
        *("folder", "linked.yaml", "nowhere.yaml")
    ]


def test_a_pipe_or_socket_is_refused_without_waiting_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bank = make_bank(tmp_path)
    monkeypatch.chdir(bank)  # a socket's path must be short
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket.yaml")
        os.mkfifo("pipe.yaml")
        problems = read([Path()])[1]
        fingerprint([Path()])

    assert [(problem.path, problem.code) for problem in problems] == [
        ("pipe.yaml", "Y002"),
        ("socket.yaml", "Y002"),
    ]


def test_a_file_that_vanishes_or_is_locked_is_a_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bank = make_bank(tmp_path)

    def refuse(_path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    problems = read([bank])[1]

    assert set(codes_of(problems)) == {"Y002"}
    assert problems[0].message == "the file cannot be read: Permission denied"
    assert fingerprint([bank]) == fingerprint([bank])


def test_a_name_that_cannot_be_printed_is_shown_in_one_line(tmp_path: Path) -> None:
    bank = make_bank(tmp_path)
    name = os.fsdecode(b"two\nlines-\xff.yaml")
    (bank / "demo" / name).write_text("titel: x\n")

    problems = read([bank])[1]

    assert problems != []
    for problem in problems:
        str(problem).encode()
        assert "\n" not in str(problem)
        assert problem.path.endswith("demo/two\ufffdlines-\ufffd.yaml")


def test_problems_are_sorted_and_named_from_where_one_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bank = make_bank(tmp_path)
    write_question(bank, "z", "colour: red\n")
    write_question(bank, "a", "flavour: sweet\ncolour: red\n")
    monkeypatch.chdir(tmp_path)

    lines = [str(problem) for problem in read([bank])[1]]

    assert lines == [
        "bank/demo/a.yaml:10:1: Q002 the format has no field 'flavour' here: delete it",
        "bank/demo/a.yaml:11:1: Q002 the format has no field 'colour' here: delete it",
        "bank/demo/z.yaml:10:1: Q002 the format has no field 'colour' here: delete it",
    ]


def test_only_house_style_is_no_error() -> None:
    assert [Problem("a", 1, 1, f"{family}001", "").is_error for family in "YQRL"] == [
        *(True, True, True, False)
    ]


def test_the_fingerprint_follows_bytes_and_names(tmp_path: Path) -> None:
    bank = make_bank(tmp_path)
    seen = [fingerprint([bank]), fingerprint([make_bank(tmp_path, "copy")])]
    assert seen[0] == seen[1]

    with (bank / QUESTION).open("ab") as file:
        file.write(b"# one more byte\n")
    seen.append(fingerprint([bank]))
    (bank / QUESTION).rename(bank / "demo/renamed.yaml")
    seen.append(fingerprint([bank]))
    (bank / "demo/renamed.yaml").unlink()
    seen.append(fingerprint([bank]))
    (bank / "demo/linked.yaml").symlink_to(bank / TRANSLATION)
    seen.append(fingerprint([bank]))
    (bank / "demo/large.yaml").write_bytes(b"#" * 300_000)
    seen.append(fingerprint([bank]))
    seen.append(fingerprint([bank, tmp_path / "copy"]))

    assert len(set(seen)) == len(seen) - 1
    assert all(len(value) == 64 and int(value, 16) for value in seen)


def test_what_is_no_question_file_does_not_change_the_fingerprint(tmp_path: Path) -> None:
    bank = make_bank(tmp_path)
    before = fingerprint([bank])
    (bank / "README.md").write_text("notes")

    assert fingerprint([bank]) == before


def test_a_folder_named_after_an_exam_of_another_folder_adds_to_it(tmp_path: Path) -> None:
    shipped = make_bank(tmp_path, "shipped")
    own = tmp_path / "own" / "demo" / "doors"
    own.mkdir(parents=True)
    (own / "ours.yaml").write_text(SHORT.format(id="ours"))

    bank, problems = read([shipped, tmp_path / "own"])

    assert problems == []
    assert [(item.id, item.exam) for item in bank.items] == [
        ("ours", "demo"),
        ("shop-at-night", "demo"),
    ]
    assert codes_of(read([tmp_path / "own"])[1]) == ["R003"]


def test_a_folder_that_stood_under_an_exam_stands_alone_once_that_is_gone(tmp_path: Path) -> None:
    bank = make_bank(tmp_path)
    reader = Reader([bank])
    assert reader.read().problems == []

    (bank / "demo/exam.yaml").unlink()

    assert {problem.code for problem in reader.read().problems} == {"R003"}
