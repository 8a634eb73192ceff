"""`fmt`: one layout for all question files, and nothing lost on the way."""

from __future__ import annotations

import shutil
import stat
import tempfile
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from quiz.authoring.__main__ import main
from quiz.authoring.comments import Comment, comments_of
from quiz.authoring.files import yaml_files
from quiz.authoring.layout import LayoutError, lay_out
from quiz.authoring.read import read
from quiz.authoring.strict import parse
from quiz.authoring.tree import plain
from tests.authoring.banks import QUESTION, TRANSLATION, item_in, make_bank, write_question

SHIPPED = Path(__file__).parents[2] / "questions"
HEAD = """\
format: 1
id: q
language: en
task: "1.1"

title: T
"""


def formatted(folder: Path, text: str, name: str = "q.yaml") -> str:
    """What `fmt` makes of a file, which then stays as it is."""
    path = folder / name
    path.write_bytes(text.encode())
    assert main(["fmt", str(path)]) == 0
    once = path.read_bytes().decode()
    assert main(["fmt", "--check", str(path)]) == 0
    return once


def test_the_shipped_files_have_the_layout(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fmt", "--check", str(SHIPPED)]) == 0
    count = len(yaml_files(SHIPPED))
    said = f"0 would change, {count} in the layout already, 0 left alone\n"
    assert capsys.readouterr().out == said


def test_a_file_is_brought_into_the_layout(tmp_path: Path) -> None:
    written = """\
        # yaml-language-server: $schema=../question.schema.json
        id: 'q'
        format: 1
        title: "T: one"
        task: 1.1
        language: en
        services:
        - Lock
        - "Key: Store"
        lint_ignore: {L12: 'short, here'}
        options: {b: {correct: true, text: Turn it.}, a: {text: >
            Close it,
            slowly.
            }}
        stem: |
            Which?
        tips: ["One.", "Two.\\n"]
        references:
        - {url: https://example.com/a?b#c, title: "443"}
        colour: {deep: [red, {}]}
        """
    written = "\n".join(line[8:] for line in written.splitlines()).replace(
        "{text: >\n    Close it,\n    slowly.\n    }}", '{text: "Close it,\n slowly."}}'
    )

    assert formatted(tmp_path, written + "\n") == (
        """\
# yaml-language-server: $schema=../question.schema.json
format: 1
id: q
language: en
task: "1.1"
services: [Lock, "Key: Store"]

title: "T: one"
stem: |
  Which?
options:
  b:
    text: |-
      Turn it.
    correct: true
  a:
    text: |-
      Close it, slowly.
tips:
  - |-
    One.
  - |
    Two.
references:
  - title: "443"
    url: https://example.com/a?b#c
lint_ignore: {L12: "short, here"}
colour:
  deep:
    - red
    - {}
"""
    )


@pytest.mark.parametrize(
    ("field", "laid_out"),
    [
        ("title: no", 'title: "no"'),
        ("title: 1.10", 'title: "1.10"'),
        ("title: 手順", "title: 手順"),
        ("title: '手順: 一'", 'title: "手順: 一"'),
        ("title: 'a \"b\": c'", "title: 'a \"b\": c'"),
        ('title: "it\'s \\\\ a: b"', 'title: "it\'s \\\\ a: b"'),
        ('title: "a\\u2028b\\ufeff"', 'title: "a\\u2028b\\ufeff"'),
        ('title: "a\\tb"', "title: a\tb"),
        ("title: |\n  Two\n  lines", "title: |\n  Two\n  lines"),
        ("title:", 'title: ""'),
        ('takeaway: " "', 'takeaway: " "'),
        ("takeaway: |2\n    Deep\n  shallow", "takeaway: |2\n    Deep\n  shallow"),
        ("takeaway: |+\n  End\n\n", "takeaway: |+\n  End\n\n"),
        ("takeaway: >\n  One\n  line\n\n  Two", "takeaway: |\n  One line\n  Two"),
        ("difficulty: '1'", "difficulty: 1"),
        ("verified_on: '2026-11-24'", "verified_on: 2026-11-24"),
        ("comparisons: []", "comparisons: []"),
        ("reviews:\n- on: 2026-11-24\n  by: no", 'reviews: [{by: "no", on: 2026-11-24}]'),
        ("a very odd key: x", "a very odd key: x"),
        ('"1": x', '"1": x'),
        ("odd:\n- - a\n  - b\n- {c: d}", "odd:\n  - - a\n    - b\n  - c: d"),
    ],
)
def test_each_text_stands_as_plainly_as_it_can(tmp_path: Path, field: str, laid_out: str) -> None:
    assert formatted(tmp_path, field + "\n") == laid_out + "\n"


def test_cells_stand_in_the_order_of_the_subjects(tmp_path: Path) -> None:
    (tmp_path / "comparisons").mkdir()
    written = "rows: [{b: B, a: A, aspect: X}]\nsubjects: {a: One, b: Two}\n"

    assert formatted(tmp_path, written, "comparisons/c.yaml") == (
        "subjects:\n  a: One\n  b: Two\n"
        "rows:\n  - aspect: X\n    a: |-\n      A\n    b: |-\n      B\n"
    )


def test_rows_without_subjects_keep_their_order(tmp_path: Path) -> None:
    written = "rows:\n  - b: |\n      B\n    a: |\n      A\nsubjects: none\n"

    assert formatted(tmp_path, written, "q.en.yaml") == (
        "subjects: none\n" + written.removesuffix("subjects: none\n")
    )


def test_digests_come_last_and_in_quotes(tmp_path: Path) -> None:
    written = "of: {title: 494a93c8, tips.0: '12345678'}\ntranslates: q\ntitle: T\n"

    assert formatted(tmp_path, written, "q.en.yaml") == (
        'translates: q\n\ntitle: T\nof:\n  title: "494a93c8"\n  tips.0: "12345678"\n'
    )


@pytest.mark.parametrize("text", ["{}\n", "# Later.\n{}\n", "{}\n# Later.\n"])
def test_an_empty_mapping_stays_one(tmp_path: Path, text: str) -> None:
    assert formatted(tmp_path, text) == text


def test_comments_go_with_what_they_stand_at(tmp_path: Path) -> None:
    written = """\
%YAML 1.1
---  # start
# head

# also head
title: "Doors" # behind the title
# above the format
format: 1   # behind the format
services:
- Lock  # behind Lock
# above Latch
- Latch
options: # behind options
 a:
  # above the text
  text: |  # behind the text
    # no comment
  # reason: last in a

 # above b
 b: {text: "B # no comment", correct: true}  # behind b
 # c: last in options
tips:
- # above the first tip
  One.
-
  # above the second tip
  Two.
lint_ignore: {L1: a,  # behind L1
  # above L2
  L2: b
  # last in lint_ignore
  } # behind lint_ignore
references:
  - url: https://example.com/ # behind the url
    # above its title
    title: A
  # no URL yet
  - {title: B} # behind the second
diagrams: [
  # empty
] # behind diagrams
comparisons: # behind comparisons
  [a, b] # also behind comparisons
# last of all
...
# the end
"""

    assert formatted(tmp_path, written) == (
        """\
# start
# head
# also head
# above the format
format: 1 # behind the format
services:
  - Lock # behind Lock
  # above Latch
  - Latch

title: "Doors" # behind the title
options: # behind options
  a:
    # above the text
    text: | # behind the text
      # no comment
    # reason: last in a
  # above b
  b: # behind b
    text: |-
      B # no comment
    correct: true
  # c: last in options
# empty
diagrams: [] # behind diagrams
# behind comparisons
comparisons: [a, b] # also behind comparisons
tips:
  # above the first tip
  - |-
    One.
  # above the second tip
  - |-
    Two.
references:
  # above its title
  - title: A
    url: https://example.com/ # behind the url
  # no URL yet
  # behind the second
  - title: B
lint_ignore: # behind lint_ignore
  L1: "a" # behind L1
  # above L2
  L2: b
  # last in lint_ignore
# last of all
# the end
"""
    )


def test_a_byte_order_mark_and_other_line_ends_are_taken_off(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "q.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + HEAD.replace("\n", "\r\n").encode())

    assert main(["fmt", "--check", str(path)]) == 1
    assert main(["fmt", str(path)]) == 0
    assert path.read_bytes() == HEAD.encode()


def test_a_check_writes_nothing_and_lists_what_would_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "questions" / "q.yaml"
    path.parent.mkdir()
    path.write_text("title:  T\n")
    monkeypatch.chdir(tmp_path)

    assert main(["fmt", "--check"]) == 1
    assert path.read_text() == "title:  T\n"
    assert capsys.readouterr().out == (
        "questions/q.yaml: would change\n1 would change, 0 in the layout already, 0 left alone\n"
    )
    assert main(["fmt"]) == 0
    assert path.read_text() == "title: T\n"
    assert capsys.readouterr().out == (
        "questions/q.yaml: changed\n1 changed, 0 in the layout already, 0 left alone\n"
    )


def test_the_mode_of_a_file_is_kept_and_no_other_file_is_left(tmp_path: Path) -> None:
    path = tmp_path / "q.yaml"
    path.write_text("title:  T\n")
    path.chmod(0o640)

    assert main(["fmt", str(path), str(tmp_path)]) == 0
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title: T # cut\n", "q.yaml:1:1: Y016 a comment cuts this text short"),
        ("title: [\n", "Y005 "),
        ("- a\n", "q.yaml:1:1: Q003 the file must be a mapping"),
        (f"? {'k' * 1100}\n: x\n", "q.yaml: left alone: it would not be read again"),
    ],
    ids=["a text cut short", "no YAML", "a list", "a key of a thousand letters"],
)
def test_what_cannot_be_laid_out_is_named_and_left_alone(
    tmp_path: Path,
    text: str,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "q.yaml").write_text(text)
    monkeypatch.chdir(tmp_path)

    assert main(["fmt", "q.yaml"]) == 1
    assert (tmp_path / "q.yaml").read_text() == text
    line, counts = capsys.readouterr().out.splitlines()
    assert said in line
    assert "left alone" in line
    assert counts == "0 changed, 0 in the layout already, 1 left alone"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("stem: S", "a text would not be what it was"),
        ("", "a comment would be lost"),
        ("[", "it would not be read again"),
    ],
)
def test_a_layout_that_reads_back_otherwise_is_refused(text: str, said: str) -> None:
    no_comment = Comment(("title",), "above", text)

    with pytest.raises(LayoutError, match=said):
        lay_out("question", {"id": "q", "title": "T"}, [no_comment])


def test_the_word_lists_of_a_profile_are_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = make_bank(tmp_path) / "demo/lint/demo.yaml"

    assert main(["fmt", str(path)]) == 1
    said = "lint/demo.yaml: left alone: a profile's word lists have no layout\n"
    assert said in capsys.readouterr().out


def test_a_name_that_no_file_can_have_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fmt", f"{'n' * 300}.yaml"]) == 1
    assert "n.yaml: cannot be read: File name too long\n" in capsys.readouterr().out


def test_a_path_that_is_not_there_and_a_folder_without_files_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["fmt", str(tmp_path / "gone.yaml"), str(tmp_path)]) == 1
    out = capsys.readouterr().out
    assert "gone.yaml: there is no such file or folder\n" in out
    assert f"{tmp_path}: no question files here" in out


def test_a_folder_that_cannot_be_written_to_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*args: object, **named: object) -> None:
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "q.yaml"
    path.write_text("title:  T\n")
    monkeypatch.setattr(Path, "replace", refuse)

    assert main(["fmt", str(path)]) == 1
    assert "q.yaml cannot be written: Permission denied\n" in capsys.readouterr().out
    assert path.read_text() == "title:  T\n"
    assert list(tmp_path.iterdir()) == [path]


unhurried = settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
TEXTS = st.text(
    st.one_of(
        st.sampled_from(
            "\n\n  \t#:-|>'\"\\[]{},&*!%@`~？：一あ\u3000\u2028\x85\ufeff\U0001f600ab1"
        ),
        st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")),
    ),
    min_size=1,
    max_size=40,
).filter(lambda text: text.strip() and plain_after(text) == text)


def plain_after(text: str) -> str:
    """The text as the library writes and reads it, which loses some characters."""
    try:
        return str(yaml.safe_load(yaml.safe_dump(text)))
    except yaml.YAMLError:
        return ""


@unhurried
@given(
    texts=st.lists(TEXTS, min_size=12, max_size=12),
    style=st.sampled_from([None, '"', "'", "|", ">"]),
    is_flow=st.booleans(),
    is_sorted=st.booleans(),
)
def test_no_text_and_no_digest_changes(
    texts: list[str], style: str | None, *, is_flow: bool, is_sorted: bool
) -> None:
    title, stem, a, b, why, explanation, takeaway, alt, drawing, tip, name, reason = texts
    values = {
        "format": "1",
        "id": "q",
        "language": "en",
        "task": "1.1",
        "title": title,
        "stem": stem,
        "options": {"b": {"text": b, "correct": "true"}, "a": {"text": a, "rationale": why}},
        "explanation": explanation,
        "takeaway": takeaway,
        "diagrams": [{"title": name, "alt": alt, "text": drawing}],
        "tips": [tip, stem],
        "lint_ignore": {"L1": reason},
    }
    written = yaml.safe_dump(
        values,
        default_style=style,
        default_flow_style=is_flow,
        sort_keys=is_sorted,
        allow_unicode=True,
        width=20,
    )
    with tempfile.TemporaryDirectory() as folder:
        bank = make_bank(Path(folder))
        path = write_question(bank, "q")
        path.write_bytes(written.encode())
        before = item_in(bank, "q").digest()

        assert main(["fmt", str(path)]) == 0
        text = path.read_bytes().decode()
        assert plain(parse(text).root) == plain(parse(written).root)
        assert item_in(bank, "q").digest() == before
        assert main(["fmt", "--check", str(path)]) == 0


@unhurried
@given(st.data())
def test_no_comment_is_lost_wherever_it_stands(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from([QUESTION, TRANSLATION, Path("demo/exam.yaml")]))
    with tempfile.TemporaryDirectory() as folder:
        bank = make_bank(Path(folder))
        path = bank / name
        lines = path.read_text(encoding="utf-8").split("\n")
        for n in range(data.draw(st.integers(1, 6))):
            place = data.draw(st.integers(0, len(lines) - 1))
            lines.insert(place, " " * data.draw(st.integers(0, 8)) + f"# comment {n}")
        written = "\n".join(lines)
        path.write_text(written, encoding="utf-8")
        # Some places in the midst of a text end it, and the file is none any more.
        assume(not any(problem.is_error for problem in read([bank])[1]))
        before = item_in(bank).digest()

        assert main(["fmt", str(path)]) == 0
        text = path.read_text(encoding="utf-8")
        assert sorted(found.text for found in comments_of(text)) == sorted(
            found.text for found in comments_of(written)
        )
        assert item_in(bank).digest() == before
        assert main(["fmt", "--check", str(path)]) == 0


def test_a_copy_of_the_shipped_bank_written_otherwise_comes_back(tmp_path: Path) -> None:
    bank = tmp_path / "questions"
    shutil.copytree(SHIPPED, bank)
    for path in yaml_files(bank):
        if path.name == "exam.yaml":  # It has comments, which this way of writing loses.
            continue
        first, _, text = path.read_text(encoding="utf-8").partition("\n")
        values = plain(parse(text).root)
        rewritten = yaml.safe_dump(values, allow_unicode=True, sort_keys=False, width=60)
        path.write_bytes(f"{first}\n{rewritten}".replace("\n", "\r\n").encode())

    assert main(["fmt", str(bank)]) == 0
    for path in yaml_files(bank):
        shipped = SHIPPED / path.relative_to(bank)
        assert path.read_bytes() == shipped.read_bytes(), path
