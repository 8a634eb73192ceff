"""`new`: a question begun, in a file that says what is wanted and passes the check."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from quiz.authoring.__main__ import main
from quiz.authoring.read import read
from quiz.authoring.shapes import Question
from quiz.authoring.strict import parse
from quiz.authoring.tree import plain
from tests.authoring.banks import QUESTION, item_in, make_bank, write_question

TODAY = ["--today", "2026-11-24"]


def refuse_schemas(is_file: Callable[[Path], bool]) -> Callable[[Path], bool]:
    def look(path: Path) -> bool:
        if path.suffix == ".json":
            raise PermissionError(13, "Permission denied")
        return is_file(path)

    return look


def second_exam(bank: Path) -> None:
    folder = bank / "other"
    folder.mkdir()
    written = (bank / "demo/exam.yaml").read_text(encoding="utf-8")
    text = written.replace("id: demo", "id: other").replace("shop-at-night", "q")
    (folder / "exam.yaml").write_text(text, encoding="utf-8")
    path = write_question(bank, "q")
    path.rename(folder / "q.yaml")


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("more", [[], ["--multiple"]], ids=["one key", "two keys"])
def test_what_is_written_passes_the_check_and_has_the_layout(
    tmp_path: Path, language: str, more: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    bank = make_bank(tmp_path)
    made = [*TODAY, *more, "--language", language, "--dir", str(bank), "--task", "1.1"]

    assert main(["new", "door-at-noon", *made]) == 0
    path = bank / "demo/doors/door-at-noon.yaml"
    item = item_in(bank, "door-at-noon")
    assert (item.language, item.status, item.task) == (language, "draft", "1.1")
    assert "".join(option.id for option in item.options) == ("abcde" if more else "abcd")
    assert "".join(sorted(item.key)) == ("bd" if more else "b")
    assert "verified_on: 2026-11-24\n" in path.read_text(encoding="utf-8")
    assert main(["check", str(bank)]) == 0
    assert main(["fmt", "--check", str(path)]) == 0


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_field_of_the_format_is_there_and_explained(tmp_path: Path, language: str) -> None:
    bank = make_bank(tmp_path)
    made = ["--language", language, "--dir", str(bank), "--task", "1.1"]
    assert main(["new", "q", *made]) == 0
    text = (bank / "demo/doors/q.yaml").read_text(encoding="utf-8")

    values = plain(parse(text).root)
    assert {*Question.model_fields} - {*values} == {"source"}
    assert "\n# source: " in text
    assert "\n    # misconception: " in text
    explained = re.findall(r"^# [^\n]+\n([a-z_]+):", text, re.MULTILINE)
    assert {*values} - {*explained} == set()
    assert ("exam.yaml のタスク: 閉める" if language == "ja" else "exam.yaml: Close") in text


def test_the_file_is_named_and_what_to_do_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    make_bank(tmp_path, "questions")
    monkeypatch.chdir(tmp_path)

    assert main(["new", "door-at-noon", "--exam", "demo", "--task", "1.2"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "questions/demo/doors/door-at-noon.yaml",
        "1. Write over its texts, and delete the comments as you go.",
        "2. Check it:    python -m quiz.authoring check",
        "3. Look at it:  python -m quiz.authoring show door-at-noon",
        "   or at /authoring/door-at-noon/ under: python manage.py serve --watch",
    ]
    assert main(["show", "door-at-noon"]) == 0


def test_a_domain_that_has_no_folder_gets_one(tmp_path: Path) -> None:
    bank = make_bank(tmp_path)

    assert main(["new", "q", "--task", "2.1", "--dir", str(bank)]) == 0
    text = (bank / "demo/windows/q.yaml").read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=../../question.schema.json\n")


def test_a_question_is_put_beside_the_others_of_its_domain(tmp_path: Path) -> None:
    bank = make_bank(tmp_path)
    (bank / QUESTION.parent).rename(bank / "demo/all")
    assert main(["new", "q", "--task", "1.2", "--dir", str(bank)]) == 0
    assert (bank / "demo/all/q.yaml").is_file()


@pytest.mark.parametrize("domain", ["comparisons", "lint"])
def test_a_domain_whose_folder_holds_something_else_has_its_questions_above(
    tmp_path: Path, domain: str
) -> None:
    bank = make_bank(tmp_path)
    exam = bank / "demo/exam.yaml"
    text = exam.read_text(encoding="utf-8")
    exam.write_text(text.replace("  windows:", f"  {domain}:"), encoding="utf-8")

    assert main(["new", "q", "--task", "2.1", "--dir", str(bank)]) == 0
    assert item_in(bank, "q").task == "2.1"
    assert (bank / "demo/q.yaml").is_file()


def test_the_schema_is_the_nearest_above_the_file(tmp_path: Path) -> None:
    bank = make_bank(tmp_path)
    assert main(["schema", str(bank)]) == 0

    assert main(["new", "q", "--task", "1.1", "--dir", str(bank / "demo")]) == 0
    first = (bank / "demo/doors/q.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=../../question.schema.json"


@pytest.mark.parametrize(("used", "language"), [("en", "en"), ("fr", "en"), ("", "ja")])
def test_the_language_is_that_of_most_questions_where_there_are_comments_in_it(
    tmp_path: Path, used: str, language: str
) -> None:
    bank = make_bank(tmp_path)
    for id_ in ("one", "two") if used else ():
        path = write_question(bank, id_)
        path.write_text(path.read_text().replace("language: en", f"language: {used}"))

    assert main(["new", "q", "--task", "1.1", "--dir", str(bank)]) == 0
    assert item_in(bank, "q").language == language


def test_a_bank_without_questions_is_begun_in_english(tmp_path: Path) -> None:
    bank = make_bank(tmp_path)
    for name in ("doors", "comparisons", "misconceptions.yaml"):
        path = bank / "demo" / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()

    assert main(["new", "q", "--task", "1.1", "--dir", str(bank)]) == 0
    assert "language: en\n" in (bank / "demo/doors/q.yaml").read_text(encoding="utf-8")


def test_of_several_exams_one_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bank = make_bank(tmp_path)
    second_exam(bank)
    new = ["new", "fresh", "--task", "1.1", "--dir", str(bank)]

    assert main(new) == 1
    said = "there are several exams: name one of demo, other with --exam\n"
    assert capsys.readouterr().err == said
    assert main([*new, "--exam", "other"]) == 0
    assert (bank / "other/fresh.yaml").is_file()


def test_an_exam_is_enough_where_the_bank_is_in_several_folders(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bank, mine = make_bank(tmp_path), tmp_path / "my own"
    second_exam(bank)
    mine.mkdir()
    (bank / "other").rename(mine / "other")
    new = ["new", "q2", "--task", "1.1", "--dir", str(bank), "--dir", str(mine)]

    assert main([*new, "--exam", "other"]) == 0
    said = capsys.readouterr().out
    assert f"check {bank} '{mine}'\n" in said
    assert f"show q2 --dir {bank} --dir '{mine}'\n" in said
    assert (mine / "other/q2.yaml").is_file()
    assert [problem for problem in read([bank, mine])[1] if problem.is_error] == []


def test_the_last_of_several_folders_gets_the_file_whoever_has_the_exam(tmp_path: Path) -> None:
    bank, mine = make_bank(tmp_path), tmp_path / "mine"
    new = ["new", "--task", "1.1", "--dir", str(bank), "--dir", str(mine)]

    assert main([*new, "q"]) == 0
    assert main([*new, "q2"]) == 0
    (mine / "demo/doors").rename(mine / "demo/more")
    assert main([*new, "q3"]) == 0
    assert sorted(path.name for path in (mine / "demo/more").iterdir()) == [
        "q.yaml",
        "q2.yaml",
        "q3.yaml",
    ]
    found, problems = read([bank, mine])
    assert [problem for problem in problems if problem.is_error] == []
    assert {item.exam for item in found.items} == {"demo"}


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["My_Door"], "'My_Door' is no id; an id is made of a-z, 0-9 and single hyphens, 100 at"),
        (["My_Door"], "did you mean 'my-door'?\n"),
        (["ドア"], "'ドア' is no id; an id is made of a-z, 0-9 and single hyphens, 100 at most\n"),
        (["a" * 101], "is no id"),
        (["../q"], "did you mean 'q'?"),
        (["exam"], "the file exam.yaml is for something else: give another id\n"),
        (["shop-at-night"], "doors/shop-at-night.yaml already: give another id\n"),
        (["q", "--exam", "dmo"], "there is no exam 'dmo': did you mean 'demo'?\n"),
        (["q", "--exam", "other"], "there is no exam 'other': there is demo\n"),
        (
            ["q", "--task", "1.9", "--language", "en"],
            "demo has no task '1.9'; its tasks are\n  1.1  Close\n  1.2  Open\n  2.1  Look out\n",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_its_mend(
    tmp_path: Path, asked: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    bank = make_bank(tmp_path)
    before = sorted(bank.rglob("*"))

    assert main(["new", "--task", "1.1", "--dir", str(bank), *asked]) == 1
    shown = capsys.readouterr()
    assert said in shown.err
    assert shown.out == ""
    assert sorted(bank.rglob("*")) == before


def test_a_file_that_is_there_is_never_written_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bank = make_bank(tmp_path)
    path = bank / "demo/doors/q.yaml"
    path.write_text("title: [\n")

    assert main(["new", "q", "--task", "1.1", "--dir", str(bank)]) == 1
    assert "q.yaml is there already: nothing was written\n" in capsys.readouterr().err
    assert path.read_text() == "title: [\n"


def test_a_task_without_a_name_in_the_language_is_told_in_another(tmp_path: Path) -> None:
    bank = make_bank(tmp_path)
    exam = bank / "demo/exam.yaml"
    text = exam.read_text(encoding="utf-8")
    exam.write_text(text.replace("{ja: 閉める, en: Close}", "{en: Close}"), encoding="utf-8")

    assert main(["new", "q", "--task", "1.1", "--dir", str(bank), "--language", "ja"]) == 0
    assert "# exam.yaml のタスク: Close\n" in (bank / "demo/doors/q.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("domains: [\n", "exam.yaml:2:1: Y005 "),
        ("id: demo\n", "exam.yaml has errors: mend what `check` says of it first\n"),
        (None, "there is no exam.yaml below "),
    ],
    ids=["no YAML", "not its shape", "gone"],
)
def test_a_bank_without_a_sound_exam_is_refused(
    tmp_path: Path, text: str | None, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    bank = make_bank(tmp_path)
    exam = bank / "demo/exam.yaml"
    if text is None:
        exam.unlink()
    else:
        exam.write_text(text)

    assert main(["new", "q", "--task", "1.1", "--dir", str(bank)]) == 1
    assert said in capsys.readouterr().err


def test_a_folder_that_is_not_there_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)

    assert main(["new", "q", "--task", "1.1"]) == 1
    said = "there is no exam.yaml below questions: name the folder that has it with --dir\n"
    assert capsys.readouterr().err == said


def test_a_folder_that_cannot_be_made_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bank = make_bank(tmp_path)
    (bank / "demo/windows").write_text("a file\n")

    assert main(["new", "q", "--task", "2.1", "--dir", str(bank)]) == 1
    assert "demo/windows cannot be written: File exists\n" in capsys.readouterr().err


def test_what_may_not_be_looked_at_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*args: object, **named: object) -> None:
        raise PermissionError(13, "Permission denied")

    bank = make_bank(tmp_path)
    monkeypatch.setattr(Path, "is_symlink", refuse)
    monkeypatch.setattr(Path, "is_file", refuse)
    assert main(["new", "q", "--task", "1.1", "--dir", str(bank)]) == 1
    said = "exam.yaml:1:1: Y002 the file cannot be read: Permission denied\n"
    assert capsys.readouterr().err.endswith(said)

    monkeypatch.undo()
    monkeypatch.setattr(Path, "is_file", refuse_schemas(Path.is_file))
    assert main(["new", "q", "--task", "1.1", "--dir", str(bank)]) == 0


def test_a_day_that_is_none_is_not_understood(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["new", "q", "--task", "1.1", "--today", "tomorrow"])
    assert "'tomorrow' is no date such as 2026-11-24\n" in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_to_is_left_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*args: object, **named: object) -> None:
        raise PermissionError(13, "Permission denied")

    bank = make_bank(tmp_path)
    new = ["new", "q", "--task", "1.1", "--dir", str(bank)]
    for name in ("replace", "touch"):
        with monkeypatch.context() as patched:
            patched.setattr(Path, name, refuse)
            assert main(new) == 1
        assert "doors/q.yaml cannot be written: Permission denied\n" in capsys.readouterr().err
        assert not (bank / "demo/doors/q.yaml").exists()
