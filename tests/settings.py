"""The real settings on a throwaway data folder, with what would only cost time in tests taken out."""

from __future__ import annotations

import os
import tempfile

_data = tempfile.TemporaryDirectory(prefix="quiz-tests-")
for _name in ("PUBLIC_URL", "SECRET_KEY", "DEBUG", "GUESTS", "TRUSTED_PROXIES", "QUESTIONS_DIR"):
    os.environ.pop(_name, None)
os.environ["DATA_DIR"] = _data.name
os.environ["LANGUAGE_CODE"] = "ja"

from quiz.settings import *  # noqa: E402, F403

STORAGES = {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
