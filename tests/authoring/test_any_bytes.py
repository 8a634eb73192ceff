"""No bytes make the reader raise, hang or crash."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from quiz.authoring.codes import CODES
from quiz.authoring.read import fingerprint, read
from tests.authoring.banks import QUESTION, SOUND, make_bank

KINDS = (
    "question.yaml",
    "exam.yaml",
    "misconceptions.yaml",
    "question.en.yaml",
    "comparisons/c.yaml",
)
SEEDS = sorted(path.read_bytes() for path in SOUND.rglob("*.yaml"))
BITS = [
    b"\n",
    b"  ",
    b": ",
    b"- ",
    b"[",
    b"{",
    b"]",
    b"}",
    b"&a ",
    b"*a",
    b"!!x ",
    b"<<: ",
    b"---\n",
]
BITS += [b"|\n", b"'", b'"', b"#", b" #", b"%", b"@", b"`", b"\t", b"\0", b"\r", b"\xe3\x80\x80"]
BITS += [
    b"\xef\xbb\xbf",
    b"\xef\xbc\x9a",
    b"\xff",
    b"\x83\x5c",
    b"? ",
    b"\xe2\x80\xa8",
    b"\xc2\x85",
]
BITS += [
    b"options:",
    b"rows:",
    b"subjects:",
    b"correct: true",
    b"...\n",
    b"\\ud800",
    b"99999999999",
]

unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def spoiled_files(draw: st.DrawFn) -> bytes:
    """A sound file with some bytes cut out and some others put in."""
    raw = draw(st.sampled_from(SEEDS))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(raw)))
        end = draw(st.integers(start, min(len(raw), start + 40)))
        raw = raw[:start] + b"".join(draw(st.lists(st.sampled_from(BITS), max_size=4))) + raw[end:]
    return raw


def check_never_raises(name: str, raw: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(raw)
        bank, problems = read([Path(folder)])
        fingerprint([Path(folder)])
    assert problems == sorted(problems)
    assert not (bank.items and any(problem.is_error for problem in problems))
    last = raw.count(b"\n") + raw.count(b"\r") + raw.count(b"\x85") + raw.count(b"\xe2\x80") + 2
    for problem in problems:
        assert problem.code in CODES
        assert 1 <= problem.line <= last
        assert problem.column >= 1
        assert len(str(problem).splitlines()) == 1


@unhurried
@given(name=st.sampled_from(KINDS), raw=st.binary(max_size=300))
@example(name="question.yaml", raw=b"")
@example(name="question.yaml", raw=b"\xff\xfe")
@example(name="question.yaml", raw=b"%")
@example(name="question.yaml", raw=b"a: |\n b\n\tc")
def test_no_bytes_make_the_reader_raise(name: str, raw: bytes) -> None:
    check_never_raises(name, raw)


@unhurried
@given(name=st.sampled_from(KINDS), raw=st.lists(st.sampled_from(BITS), max_size=30).map(b"".join))
def test_no_piece_of_yaml_makes_the_reader_raise(name: str, raw: bytes) -> None:
    check_never_raises(name, raw)


@unhurried
@given(name=st.sampled_from(KINDS), raw=spoiled_files())
def test_no_spoiled_question_makes_the_reader_raise(name: str, raw: bytes) -> None:
    check_never_raises(name, raw)


@unhurried
@given(raw=spoiled_files())
def test_a_spoiled_file_among_sound_ones_does_not_make_the_reader_raise(raw: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        bank = make_bank(Path(folder))
        (bank / QUESTION).write_bytes(raw)
        read([bank])


OPENINGS = ["[", "{a: ", "- ", "? ", "&a [", "!a [", "'", '"', "| ", "{?", "[" * 4]


def test_sixty_thousand_openings_do_not_crash_the_process(tmp_path: Path) -> None:
    bank = make_bank(tmp_path)
    for n, opening in enumerate(OPENINGS):
        (bank / f"demo/deep-{n}.yaml").write_text(opening * 60_000)

    done = subprocess.run(
        [sys.executable, "-m", "quiz.authoring", "check", str(bank)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )

    assert (done.returncode, done.stderr) == (1, "")
    assert [n for n in range(len(OPENINGS)) if f"demo/deep-{n}.yaml:1:" not in done.stdout] == []
