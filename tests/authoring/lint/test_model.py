"""The model bank and what is shipped give no finding, so that each other test spoils one thing."""

from __future__ import annotations

from pathlib import Path

from tests.authoring.lint.banks import found_after


def test_the_model_has_no_finding(tmp_path: Path) -> None:
    assert found_after(tmp_path, {}) == []
