"""The real settings on a throwaway data folder, without what would only cost time in tests."""

from __future__ import annotations

import os
import tempfile

_data = tempfile.TemporaryDirectory(prefix="quiz-tests-")
for _name in (
    *("DATABASE_URL", "QUESTIONS_DIR", "PUBLIC_URL", "TRUSTED_PROXIES", "SECRET_KEY", "DEBUG"),
    *("HOST", "PORT", "WORKERS", "GUESTS", "SIGNUP", "GUEST_DAYS", "EMAIL_URL"),
):
    os.environ.pop(_name, None)
if _database := os.environ.get("TEST_DATABASE_URL"):  # another than SQLite, to be filled by tests
    os.environ["DATABASE_URL"] = _database
os.environ["DATA_DIR"] = _data.name
os.environ["LANGUAGE_CODE"] = "ja"

from quiz.settings import *  # noqa: E402, F403

STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STATIC_ROOT.mkdir()  # noqa: F405 - whitenoise warns where there is nothing yet
