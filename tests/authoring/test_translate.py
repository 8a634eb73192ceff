"""`translate`: a translation begun and brought up to its source, and nothing lost on the way."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from quiz.authoring.__main__ import main
from quiz.authoring.comments import Comment
from quiz.authoring.read import read
from quiz.authoring.strict import parse
from quiz.authoring.texts import short_digest
from quiz.authoring.translating import Before, bring_up
from quiz.authoring.tree import plain
from quiz.authoring.writing import RefusedError
from tests.authoring.banks import QUESTION, TRANSLATION, item_in, make_bank, write_question

SHIPPED = Path(__file__).parents[2] / "questions"
TIPS = "tips: [鍵の話なら錠。]\n"


def bank_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A sound bank as `questions`, which the commands then find; its translation has digests."""
    bank = make_bank(tmp_path, "questions")
    monkeypatch.chdir(tmp_path)
    assert main(["translate", "shop-at-night", "--to", "en"]) == 0
    return bank


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_new_translation_has_every_text_empty_below_its_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bank = make_bank(tmp_path, "questions")
    monkeypatch.chdir(tmp_path)
    id_ = "shop-at-night"

    assert main(["translate", id_, "--to", "fr"]) == 0
    path = bank / "demo/doors/shop-at-night.fr.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.startswith(
        "# yaml-language-server: $schema=../../translation.schema.json\n"
        "format: 1\ntranslates: shop-at-night\n\n"
        '#~ 夜の店\ntitle: ""\n#~ 店は夜に閉まります。\nscenario: ""\n'
    )
    assert '    text: ""\n    #~ 鍵がなければ開きません。\n    rationale: ""\n' in text
    assert "    #~ +------+    +------+\n    #~ | Door |--->| Lock |\n" in text
    assert 'tips:\n  #~ 鍵の話なら錠。\n  - ""\n' in text
    assert "of:" not in text
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "questions/demo/doors/shop-at-night.fr.yaml:6:1: 'title' is not translated"
    assert lines[-1] == "questions/demo/doors/shop-at-night.fr.yaml: written; 15 missing, 0 stale"
    assert len(lines) == 16

    assert main(["fmt", "--check", str(path)]) == 0
    assert main(["check"]) == 0
    assert main(["translate", id_, "--to", "fr"]) == 0
    assert path.read_text(encoding="utf-8") == text


def test_what_is_then_translated_gets_its_digest_and_loses_its_mark(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bank = make_bank(tmp_path, "questions")
    monkeypatch.chdir(tmp_path)
    assert main(["translate", "lock-vs-latch", "--to", "fr"]) == 0
    path = bank / "demo/comparisons/lock-vs-latch.fr.yaml"
    edit(path, '    lock: ""', "    lock: |\n      Une clef\n    # À revoir.")
    edit(path, '#~ 錠と掛け金\ntitle: ""', "title: Serrure et loquet")
    capsys.readouterr()

    assert main(["translate", "lock-vs-latch", "--to", "fr"]) == 0
    assert path.read_text(encoding="utf-8") == (
        f"""\
# yaml-language-server: $schema=../../translation.schema.json
format: 1
translates: lock-vs-latch

title: Serrure et loquet
subjects:
  #~ 錠
  lock: ""
  #~ 掛け金
  latch: ""
rows:
  #~ 開けるもの
  - aspect: ""
    lock: |
      Une clef
    # À revoir.
    #~ 手
    latch: ""
drills:
  #~ 手で開く。
  - statement: ""
    #~ 鍵穴がありません。
    reason: ""
references:
  #~ Locks
  - title: ""
of:
  title: "{short_digest("錠と掛け金")}"
  rows.0.lock: "{short_digest("鍵")}"
"""
    )
    assert capsys.readouterr().out.endswith("lock-vs-latch.fr.yaml: changed; 7 missing, 0 stale\n")


def test_a_whole_translation_is_left_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bank = bank_in(tmp_path, monkeypatch)
    before = (bank / TRANSLATION).read_bytes()
    capsys.readouterr()

    assert main(["translate", "shop-at-night", "--to", "en"]) == 0
    assert (bank / TRANSLATION).read_bytes() == before
    said = f"questions/{TRANSLATION.as_posix()}: as it was; 0 missing, 0 stale\n"
    assert capsys.readouterr().out == said


def test_a_stale_text_keeps_its_digest_and_shows_its_new_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bank = bank_in(tmp_path, monkeypatch)
    before = (bank / TRANSLATION).read_text(encoding="utf-8")
    edit(bank / QUESTION, "text: 錠をかける。", "text: |\n      錠をかけ、\n\n      鍵を抜く。")
    edit(bank / TRANSLATION, "  b:\n", "  # Mind the key.\n  b:\n")
    capsys.readouterr()

    for _ in range(2):
        assert main(["translate", "shop-at-night", "--to", "en"]) == 0
        said = capsys.readouterr().out
        assert "'options.b.text' is older than its source: look again, then --still-good" in said
        assert said.endswith("0 missing, 1 stale\n")
        assert (bank / TRANSLATION).read_text(encoding="utf-8") == before.replace(
            "  b:\n    text",
            "  # Mind the key.\n  b:\n"
            "    #~ The source text is now as below. Where this fits it:"
            " --still-good options.b.text\n"
            "    #~ 錠をかけ、\n    #~\n    #~ 鍵を抜く。\n    text",
        )

    still_good = ["--still-good", "options.b.text"]
    assert main(["translate", "shop-at-night", "--to", "en", *still_good]) == 0
    after = (bank / TRANSLATION).read_text(encoding="utf-8")
    now = short_digest("錠をかけ、\n\n鍵を抜く。")
    assert f'options.b.text: "{now}"\n' in after
    assert "#~" not in after
    assert "  # Mind the key.\n  b:\n    text" in after
    assert [problem for problem in read([bank])[1] if problem.code == "L901"] == []


def test_all_that_is_translated_is_accepted_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bank = bank_in(tmp_path, monkeypatch)
    edit(bank / QUESTION, "店は夜に閉まります。", "店は朝に開きます。")
    edit(bank / QUESTION, "title: 夜の店", "title: 朝の店")
    edit(bank / TRANSLATION, "title: A shop at night", 'title: ""')
    capsys.readouterr()

    assert main(["translate", "shop-at-night", "--to", "en", "--still-good", "all"]) == 0
    said = capsys.readouterr().out
    assert "'title' is not translated" in said
    assert said.endswith("1 missing, 0 stale\n")
    values = plain(parse((bank / TRANSLATION).read_text(encoding="utf-8")).root)
    assert values["of"]["scenario"] == short_digest("店は朝に開きます。")
    assert "title" not in values["of"]


def test_a_list_that_has_grown_gets_empty_entries_at_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bank = bank_in(tmp_path, monkeypatch)
    edit(bank / QUESTION, TIPS, "tips: [鍵の話なら錠。, 風なら掛け金。]\n")
    capsys.readouterr()

    assert main(["translate", "shop-at-night", "--to", "en"]) == 0
    first, second, _ = capsys.readouterr().out.splitlines()
    assert first.endswith(
        "'tips' had 1 here and has 2 in the source: matched by position, the rest is added, empty"
    )
    assert second.endswith("'tips.1' is not translated")
    text = (bank / TRANSLATION).read_text(encoding="utf-8")
    assert '    A key means a lock.\n  #~ 風なら掛け金。\n  - ""\n' in text
    assert main(["check"]) == 0

    edit(bank / TRANSLATION, '  - ""', '  # What of the wind?\n  - ""')
    edit(bank / QUESTION, "tips: [鍵の話なら錠。, 風なら掛け金。]\n", TIPS)
    assert main(["translate", "shop-at-night", "--to", "en"]) == 0
    assert "position, the empty rest is deleted\n" in capsys.readouterr().out
    text = (bank / TRANSLATION).read_text(encoding="utf-8")
    assert "    A key means a lock.\n  # What of the wind?\nreferences:\n" in text


def test_a_text_whose_source_is_gone_is_refused_and_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bank = bank_in(tmp_path, monkeypatch)
    edit(bank / QUESTION, TIPS, "")
    before = (bank / TRANSLATION).read_text(encoding="utf-8")
    line = before.splitlines().index("  - |-") + 1
    digest = before.splitlines().index(f'  tips.0: "{short_digest("鍵の話なら錠。")}"') + 1
    capsys.readouterr()

    assert main(["translate", "shop-at-night", "--to", "en"]) == 1
    shown = f"questions/{TRANSLATION.as_posix()}"
    assert capsys.readouterr().err == (
        f"{shown}:{line}:5: the source has no 'tips.0': delete this text\n"
        f"{shown}:{digest}:3: the source has no 'tips.0': delete this line of 'of'\n"
        "nothing was written: delete those first\n"
    )
    assert (bank / TRANSLATION).read_text(encoding="utf-8") == before

    edit(bank / TRANSLATION, "tips:\n  - |-\n    A key means a lock.\n", "")
    assert main(["translate", "shop-at-night", "--to", "en"]) == 1
    edit(bank / TRANSLATION, before.splitlines()[digest - 1] + "\n", "")
    assert main(["translate", "shop-at-night", "--to", "en"]) == 0


def test_an_entry_that_was_taken_out_of_the_midst_is_told_by_the_digests(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bank = make_bank(tmp_path, "questions")
    monkeypatch.chdir(tmp_path)
    edit(bank / QUESTION, TIPS, "tips: [一, 二, 三]\n")
    edit(bank / TRANSLATION, "tips: [A key means a lock.]", "tips: [One, Two, Three]")
    assert main(["translate", "shop-at-night", "--to", "en"]) == 0
    edit(bank / QUESTION, "tips: [一, 二, 三]\n", "tips: [一, 三]\n")
    capsys.readouterr()

    assert main(["translate", "shop-at-night", "--to", "en"]) == 1
    text, digest, _ = capsys.readouterr().err.splitlines()
    hint = ", or rather 'tips.1', whose source text is in the source no more"
    assert text.endswith(f"the source has no 'tips.2': delete this text{hint}")
    assert digest.endswith(f"the source has no 'tips.2': delete this line of 'of'{hint}")


def test_a_field_whose_source_is_gone_is_named_by_its_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bank = bank_in(tmp_path, monkeypatch)
    edit(bank / QUESTION, "    correct_if: 風だけを防ぐのであれば正解です。\n", "")

    assert main(["translate", "shop-at-night", "--to", "en"]) == 1
    said = "the source has no 'options.a.correct_if': delete this text\n"
    assert said in capsys.readouterr().err
    edit(bank / TRANSLATION, "|-\n      Right if only the wind is to be kept out.", '""')
    path = bank / TRANSLATION
    kept = [
        line for line in path.read_text("utf-8").splitlines(True) if 'correct_if: "' not in line
    ]
    path.write_text("".join(kept).replace("correct_if: ", 'correct_if: ""'), encoding="utf-8")
    assert main(["translate", "shop-at-night", "--to", "en"]) == 0
    assert "correct_if" not in path.read_text("utf-8")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["shop-at-nite", "--to", "en"], "'shop-at-nite': did you mean 'shop-at-night'?\n"),
        (["lock-vs-ladder", "--to", "en"], "did you mean 'lock-vs-latch'?\n"),
        (["x", "--to", "en"], "there is no question or comparison 'x'\n"),
        (["shop-at-night", "--to", "ja"], "is written in 'ja': name another language\n"),
        (["shop-at-night", "--to", "EN"], "'EN' must be a language of two letters such as en\n"),
        (
            ["shop-at-night", "--to", "en", "--still-good", "options.a.txt"],
            "the source has no text 'options.a.txt': did you mean 'options.a.text'?\n",
        ),
        (
            ["shop-at-night", "--to", "en", "--still-good", "x"],
            "the source has no text 'x': name a text as in 'of'\n",
        ),
        (
            ["shop-at-night", "--to", "fr", "--still-good", "title"],
            "'title' is not translated yet: write it first\n",
        ),
        (["shop-at-night", "--to", "en", "--dir", "gone"], "gone:1:1: R012 "),
    ],
)
def test_what_cannot_be_is_refused_with_its_mend(
    tmp_path: Path,
    asked: list[str],
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    make_bank(tmp_path, "questions")
    monkeypatch.chdir(tmp_path)

    assert main(["translate", *asked]) == 1
    shown = capsys.readouterr()
    assert said in shown.err
    assert shown.out == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title: [\n", "shop-at-night.en.yaml:2:1: Y005 "),
        ("format: 1\ntranslates: shop-at-night\nstem: a # b\n", "shop-at-night.en.yaml:3:1: Y016"),
        ("format: 1\ntranslates: shop-at-night\ncolour: red\n", "en.yaml:3:1: Q002 "),
        (
            "format: 1\ntranslates: lock-vs-latch\n",
            "en.yaml:2:1: this is a translation of 'lock-vs-latch', not of 'shop-at-night'",
        ),
        (
            f"format: 1\ntranslates: shop-at-night\noptions:\n  ? {'a' * 2000}\n  : {{}}\n",
            "en.yaml:4:5: Q008 ",
        ),
    ],
    ids=["no YAML", "cut short", "an unknown field", "of something else", "no option"],
)
def test_a_translation_with_errors_is_left_alone(
    tmp_path: Path, text: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    bank = make_bank(tmp_path)
    (bank / TRANSLATION).write_text(text)

    assert main(["translate", "shop-at-night", "--to", "en", "--dir", str(bank)]) == 1
    shown = capsys.readouterr().err
    assert said in shown
    assert "nothing was written" in shown
    assert (bank / TRANSLATION).read_text() == text


@pytest.mark.parametrize(
    ("more", "code"), [("colour: red\n", "Q002"), ("odd: [\n", "Y005")], ids=["Q", "Y"]
)
def test_a_source_with_errors_is_not_translated(
    tmp_path: Path, more: str, code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    bank = make_bank(tmp_path)
    write_question(bank, "q", more)

    assert main(["translate", "q", "--to", "ja", "--dir", str(bank)]) == 1
    problem, said = capsys.readouterr().err.splitlines()
    assert f" {code} " in problem
    assert said == "mend 'q' before it is translated"
    assert not (bank / "demo/q.ja.yaml").exists()


def test_characters_that_no_comment_takes_are_shown_by_a_mark(tmp_path: Path) -> None:
    bank = make_bank(tmp_path)
    path = write_question(bank, "q")
    edit(path, "title: A shop at night", 'title: "A\\ufeffB\\u2028C\\x85D"')

    for _ in range(2):
        assert main(["translate", "q", "--to", "ja", "--dir", str(bank)]) == 0
        text = (bank / "demo/q.ja.yaml").read_text(encoding="utf-8")
        assert '#~ A\ufffdB\n#~ C\n#~ D\ntitle: ""\n' in text


def test_a_comment_whose_place_is_gone_goes_to_the_end_of_what_it_was_in(tmp_path: Path) -> None:
    bank = make_bank(tmp_path)
    write_question(bank, "q")
    new = ["translate", "q", "--to", "ja", "--dir", str(bank)]
    assert main(new) == 0
    path = bank / "demo/q.ja.yaml"
    with path.open("a") as file:
        file.write("of: {} # none\n# the end\n")

    assert main(new) == 0
    assert path.read_text(encoding="utf-8").endswith('    text: ""\n# none\n# the end\n')


def test_what_cannot_be_laid_out_is_refused() -> None:
    no_comment = Comment(("title",), "above", "stem: S")

    with pytest.raises(RefusedError, match="the translation of 'q' cannot be laid out"):
        bring_up("q", Before(comments=[no_comment]), {"title": "T"}, [])


def test_the_folder_may_be_one_of_several(tmp_path: Path) -> None:
    bank, mine = make_bank(tmp_path), tmp_path / "mine"
    (mine / "demo").mkdir(parents=True)
    shutil.copy(bank / "demo/exam.yaml", mine / "demo/exam.yaml")
    edit(mine / "demo/exam.yaml", "id: demo", "id: mine")
    write_question(bank, "q").rename(mine / "demo/q.yaml")
    folders = ["--dir", str(bank), "--dir", str(mine)]

    assert main(["translate", "q", "--to", "ja", *folders]) == 0
    text = (mine / "demo/q.ja.yaml").read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=../translation.schema.json\n")


def test_a_folder_that_cannot_be_written_to_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*args: object, **named: object) -> None:
        raise PermissionError(13, "Permission denied")

    bank = make_bank(tmp_path)
    before = (bank / TRANSLATION).read_bytes()
    monkeypatch.setattr(Path, "replace", refuse)
    for language in ("en", "fr"):
        assert main(["translate", "shop-at-night", "--to", language, "--dir", str(bank)]) == 1
        assert f"{language}.yaml cannot be written: Permission denied" in capsys.readouterr().err
    assert (bank / TRANSLATION).read_bytes() == before
    assert not (bank / "demo/doors/shop-at-night.fr.yaml").exists()


def test_the_shipped_digests_are_those_that_the_command_writes(tmp_path: Path) -> None:
    bank = tmp_path / "questions"
    shutil.copytree(SHIPPED, bank)
    translations = sorted(bank.rglob("*.en.yaml"))
    for path in translations:
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"\nof:\n.*", "\n", text, flags=re.DOTALL), encoding="utf-8")
        id_ = path.name.removesuffix(".en.yaml")

        assert main(["translate", id_, "--to", "en", "--dir", str(bank)]) == 0
        assert path.read_bytes() == (SHIPPED / path.relative_to(bank)).read_bytes()
    assert translations


def test_what_a_learner_sees_is_the_same_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = item_in(make_bank(tmp_path)).digest()

    assert item_in(bank_in(tmp_path, monkeypatch)).digest() == before
