"""What a newcomer meets first: the Makefile, the READMEs, the table of variables, the versions."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from quiz.config import BASE_DIR, read

needs_make = pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")


def text_of(name: str) -> str:
    return (BASE_DIR / name).read_text(encoding="utf-8")


def make(folder: Path, python: str) -> subprocess.CompletedProcess[str]:
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        shutil.copy(BASE_DIR / name, folder)
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    return subprocess.run(
        ["make", "run", f"PYTHON={python}"],
        cwd=folder,
        env=clean,
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )


def stub(folder: Path, patch: str) -> str:
    """A Python of which `patch` has changed something before it runs its `-c`."""
    path = folder / "python-stub"
    path.write_text(
        f'#!/bin/sh\nexec "{sys.executable}" -c "import sys; {patch}; exec(sys.argv[1])" "$2"\n',
        encoding="utf-8",
    )
    path.chmod(0o755)
    return str(path)


@needs_make
@pytest.mark.parametrize(
    ("patch", "says"),
    [
        ("sys.version_info = (3, 10, 13)", "Python 3.11 or later is needed"),
        ("sys.modules['ensurepip'] = None", "apt-get install python3-venv"),
    ],
    ids=["an old Python", "no venv module"],
)
def test_a_python_that_will_not_do_is_one_line_with_the_cure(
    tmp_path: Path, patch: str, says: str
) -> None:
    done = make(tmp_path, stub(tmp_path, patch))

    said = (done.stdout + done.stderr).splitlines()
    assert done.returncode != 0
    assert len(said) == 1
    assert says in said[0]
    assert not (tmp_path / ".venv").exists()


@needs_make
def test_no_python_at_all_is_one_line(tmp_path: Path) -> None:
    done = make(tmp_path, str(tmp_path / "no-such-python"))

    said = (done.stdout + done.stderr).splitlines()
    assert len(said) == 1
    assert "Python 3.11 or later is needed" in said[0]


def commands_in(readme: str) -> list[str]:
    lines = [line for line in readme.splitlines() if line.startswith("    ")]
    return [line.partition("#")[0].strip() for line in lines]


def test_the_readmes_are_twins() -> None:
    english, japanese = text_of("README.md"), text_of("README.ja.md")

    assert commands_in(english) == commands_in(japanese)
    assert commands_in(english)[:2] == ["make run", "make test"]
    assert english.count("\n## ") == japanese.count("\n## ")


@pytest.mark.parametrize("name", ["README.md", "README.ja.md", "docs/configuration.md"])
def test_every_file_that_a_page_points_to_is_there(name: str) -> None:
    pointed = re.findall(r"\]\(([^):#]+)\)", text_of(name))

    missing = [target for target in pointed if not ((BASE_DIR / name).parent / target).exists()]

    assert missing == []


class Spy(Mapping[str, str]):
    """An environment that remembers what was asked of it."""

    def __init__(self, **values: str) -> None:
        self.values_by_name = values
        self.asked: set[str] = set()

    def __getitem__(self, name: str) -> str:
        self.asked.add(name)
        return self.values_by_name[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.values_by_name)

    def __len__(self) -> int:
        return len(self.values_by_name)


def test_the_table_of_variables_has_all_that_are_read_and_no_other(tmp_path: Path) -> None:
    spy = Spy(DATA_DIR=str(tmp_path))
    read(spy)

    documented = re.findall(r"^\| `([A-Z_]+)` \|", text_of("docs/configuration.md"), re.MULTILINE)

    assert sorted(documented) == sorted(spy.asked)


def requirements() -> list[Requirement]:
    project = tomllib.loads(text_of("pyproject.toml"))["project"]
    extras = [line for lines in project["optional-dependencies"].values() for line in lines]
    return [Requirement(line) for line in [*project["dependencies"], *extras]]


def test_every_dependency_was_tested_in_a_version_of_its_range() -> None:
    lines = [line for line in text_of("constraints.txt").splitlines() if "==" in line]
    tested = {canonicalize_name(name): version for name, version in (x.split("==") for x in lines)}

    for requirement in requirements():
        version = tested[canonicalize_name(requirement.name)]
        assert version in requirement.specifier, f"{requirement} was tested as {version}"


def test_every_dependency_says_what_it_replaces() -> None:
    note = text_of("docs/decisions/0002-dependencies.md").lower()

    for requirement in requirements():
        assert requirement.name.lower() in note
