"""Static files into the data folder, only when something about them changed."""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

_MAKERS = ("django", "whitenoise", "brotli")


def collect() -> bool:
    """True if anything had to be collected. With DEBUG, files are served from where they lie."""
    if settings.DEBUG:
        return False
    root = Path(settings.STATIC_ROOT)
    note = root.with_name(f"{root.name}.collected")
    wanted = _fingerprint()
    is_whole = (root / "staticfiles.json").is_file() and note.is_file()
    if is_whole and note.read_text(encoding="ascii") == wanted:
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
    note.write_text(wanted, encoding="ascii")
    return True


def _fingerprint() -> str:
    """Of each file's name, size and time, and of the packages that compress and name the copies."""
    lines = [f"{name} {version(name)}" for name in _MAKERS]
    for finder in get_finders():
        for name, storage in finder.list([]):
            state = Path(storage.path(name)).stat()
            lines.append(f"{name} {state.st_size} {state.st_mtime_ns}")
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()
