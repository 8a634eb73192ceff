"""JSON Schemas for editors, one a kind of file."""

from __future__ import annotations

import json
from pathlib import Path

from quiz.authoring.kinds import KINDS


def schemas() -> dict[str, str]:
    """The text of each schema file by its name."""
    return {
        f"{kind}.schema.json": json.dumps(
            {
                "$schema": "https://json-schema.org/draft/2020-12/schema",
                **shape.model_json_schema(),
            },
            ensure_ascii=False,
            indent=1,
        )
        + "\n"
        for kind, shape in KINDS.items()
    }


def write(folder: Path) -> list[Path]:
    """Write all schemas into `folder`; the paths written."""
    written = []
    for name, text in schemas().items():
        (folder / name).write_text(text, encoding="utf-8")
        written.append(folder / name)
    return written
