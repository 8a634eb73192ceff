from __future__ import annotations

import shutil
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from quiz.bank.models import Comparison, Publication, Question, Rendition, Revision
from tests.factories.bank import CANARY, make_comparison, make_item, publish_items
from tests.factories.sittings import answer

pytestmark = pytest.mark.django_db

SOUND = Path(__file__).parents[1] / "authoring" / "sound"
SHOP = "demo/doors/shop-at-night.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A sound bank of one question, free to be changed."""
    return Path(shutil.copytree(SOUND, tmp_path / "questions"))


def load(folder: Path, *options: str) -> str:
    said = StringIO()
    call_command("load_questions", str(folder), *options, stdout=said, stderr=said)
    return said.getvalue()


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_publishing_says_what_it_did_and_does_it_once(folder: Path) -> None:
    assert "1 added, 0 revised, 0 unchanged, 0 retired" in load(folder)
    assert "0 added, 0 revised, 1 unchanged, 0 retired" in load(folder)
    assert Revision.objects.count() == 1


def test_an_edited_text_makes_a_revision_and_the_old_one_stays(folder: Path) -> None:
    load(folder)
    before = Revision.objects.get()
    edit(folder / SHOP, "takeaway: ", "takeaway: 改めると、")

    assert "0 added, 1 revised, 0 unchanged, 0 retired" in load(folder)
    assert Revision.objects.count() == 2
    before.refresh_from_db()
    assert "改めると" not in str(before.document)


def test_what_no_learner_sees_makes_no_revision(folder: Path) -> None:
    load(folder)
    edit(folder / SHOP, "title:", "# a remark\ntitle:")
    edit(folder / SHOP, "verified_on: 2026-11-", "verified_on: 2026-10-")

    assert "1 unchanged" in load(folder)
    assert Revision.objects.count() == 1


def test_a_text_that_comes_back_is_the_revision_that_it_was(folder: Path) -> None:
    load(folder)
    first = Question.objects.get().current
    edit(folder / SHOP, "takeaway: ", "takeaway: 改めると、")
    load(folder)
    edit(folder / SHOP, "takeaway: 改めると、", "takeaway: ")
    load(folder)

    assert Question.objects.get().current == first
    assert Revision.objects.count() == 2


def test_with_one_error_nothing_is_published(folder: Path, client: Client) -> None:
    load(folder)
    served = Publication.latest().digest
    edit(folder / SHOP, 'task: "1.1"', 'task: "9.9"')

    with pytest.raises(CommandError, match="nothing was published"):
        load(folder)

    assert Publication.latest().digest == served
    health = client.get("/healthz").json()
    assert (health["status"], health["questions"]) == ("stale", 1)
    assert client.get("/questions/shop-at-night/").status_code == 200


def test_a_first_start_with_an_unusable_bank_says_so_on_its_page(
    folder: Path, client: Client
) -> None:
    edit(folder / SHOP, 'task: "1.1"', 'task: "9.9"')
    with pytest.raises(CommandError):
        load(folder)

    assert client.get("/healthz").json()["status"] == "empty"
    page = client.get("/").content.decode()
    assert "shop-at-night.yaml" in page


def test_a_removed_file_retires_its_question_and_loses_nothing(
    folder: Path, client: Client
) -> None:
    load(folder)
    response = answer(client, "b", url="/questions/shop-at-night/")
    edit(folder / "demo/exam.yaml", "opening: shop-at-night\n", "")
    for path in (folder / "demo/doors").iterdir():
        path.unlink()

    assert "0 added, 0 revised, 0 unchanged, 1 retired" in load(folder)
    assert client.get("/questions/shop-at-night/").status_code == 404
    assert client.get(response.url).status_code == 200


def test_a_draft_is_not_asked(folder: Path, client: Client) -> None:
    edit(folder / "demo/exam.yaml", "opening: shop-at-night\n", "")
    edit(folder / SHOP, "status: published", "status: draft")

    assert "0 added" in load(folder)
    assert client.get("/questions/shop-at-night/").status_code == 404


def test_a_trial_writes_nothing(folder: Path) -> None:
    assert "1 added" in load(folder, "--check")
    assert not Question.objects.exists()
    assert not Publication.objects.exists()


def test_a_folder_without_questions_is_an_error_not_an_empty_bank(
    folder: Path, tmp_path: Path
) -> None:
    load(folder)
    (tmp_path / "empty").mkdir()

    with pytest.raises(CommandError):
        load(tmp_path / "empty")

    assert Question.objects.exclude(current=None).count() == 1


def test_a_changed_comparison_reaches_the_feedback_without_a_new_revision() -> None:
    publish_items()
    changed = make_comparison()
    changed.texts["en"]["rows.0.x"] = "a better cell"
    publish_items(comparisons=(changed,))

    assert Revision.objects.count() == 1
    assert "a better cell" in str(Rendition.objects.get(language="en").teaching)
    assert "a better cell" in str(Comparison.objects.get().shown["en"])


def test_what_a_face_holds_is_what_the_exam_would_show() -> None:
    publish_items(make_item())

    for rendition in Rendition.objects.all():
        assert CANARY not in str(rendition.face)
        assert set(rendition.face) == {
            *("title", "scenario", "stem", "options", "domain", "difficulty", "pick"),
            *("is_multiple_response", "shuffle"),
        }


def test_a_foreign_key_never_points_to_a_room_above() -> None:
    from django.apps import apps

    order = ["contenttypes", "auth", "sessions", "accounts", "bank", "sittings"]
    for model in apps.get_models():
        for field in model._meta.get_fields():
            other: Any = getattr(field, "related_model", None)
            if other and not field.auto_created:
                mine, theirs = model._meta.app_label, other._meta.app_label
                assert order.index(theirs) <= order.index(mine), field
