"""The real settings less our own middleware, with the bare views in place of our pages."""

from __future__ import annotations

from quiz.settings import *  # noqa: F403
from quiz.settings import MIDDLEWARE as _MIDDLEWARE

_GZIP = ("quiz.web.compression.GZip", "django.middleware.gzip.GZipMiddleware")
MIDDLEWARE = [
    name
    for name in (_GZIP[1] if name == _GZIP[0] else name for name in _MIDDLEWARE)
    if not name.startswith("quiz.")
]
ROOT_URLCONF = "tests.bench.bare"
