"""No text in a question, a comparison or a profile makes the check raise."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from quiz.authoring.codes import CODES
from tests.authoring.lint.banks import NAMES, check, data_of, leaves, make_bank, put, write

BITS = [
    "***",
    "？",
    "。",
    "(",
    ")",
    "[a](b)",
    "`",
    "a",
    "AWS ",
    "EC2",
    "5",
    "1 to 2",
    "億",
    " ",
    "\n",
]
BITS += [
    "- ",
    "|",
    "+--+",
    "```",
    "か",
    "１",
    "1,000",
    "2 つ選",
    "Select TWO.",
    "256.1.1.1",
    ".com",
]
PATHS = [(name, path) for name in sorted(NAMES) for path, _ in leaves(data_of(name))]
ANY_TEXT = st.lists(st.sampled_from(BITS), min_size=1, max_size=8).map("".join)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(changes=st.lists(st.tuples(st.sampled_from(PATHS), ANY_TEXT), min_size=1, max_size=12))
@example(changes=[(("one", "title"), "[a](b)億\n\n？")])
@example(changes=[(("one", "stem"), "？"), (("one", "scenario"), "***")])
@example(changes=[(("one", f"options.{id_}.text"), "***") for id_ in "abcd"])
@example(changes=[(("profile", "mix.multiple.0"), "1"), (("exam", "lint.mix_from"), "1")])
@example(changes=[(("profile", "stated_number.en"), "(?:a|(b))"), (("two", "stem"), "a")])
def test_no_text_makes_the_check_raise(changes: list[tuple[tuple[str, str], str]]) -> None:
    files: dict[str, Any] = {}
    for (name, path), text in changes:
        put(files.setdefault(name, data_of(name)), path, text)
    with tempfile.TemporaryDirectory() as folder:
        exam = make_bank(Path(folder))
        for name, data in sorted(files.items()):
            write(exam, name, data)
        checked = check(exam, quoted={"en": {"a"}, "ja": {"a"}})
    assert checked.problems == sorted(checked.problems)
    assert {problem.code for problem in checked.problems} <= {*CODES}
    assert all(len(str(problem).splitlines()) == 1 for problem in checked.problems)
