"""The project's own settings in an environment made for tests: nothing of its safety is off."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_folder = tempfile.mkdtemp(prefix="wegwijs-tests-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
for _name in ("DEBUG", "HOST", "PORT", "FROM_EMAIL"):
    os.environ.pop(_name, None)
os.environ |= {
    "SECRET_KEY": "of-the-tests-alone-" * 4,
    "DATA_DIR": _folder,
    "SITE_URL": "http://localhost",
    "ALLOWED_HOSTS": "localhost,testserver",
    "EMAIL_URL": "memorymail://",
    # Playwright keeps an event loop in the thread that the tests run in.
    "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
}

from mentorship.settings import *  # noqa: E402, F403
from mentorship.settings import CELERY_BROKER_TRANSPORT_OPTIONS, DATABASES, REDIS_URL  # noqa: E402

for _name in ("queue", "queue-control", "static"):
    (Path(_folder) / _name).mkdir()

# A file and not memory: SQLite then locks as it does in use, and each thread has its connection.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(Path(_folder) / "test.sqlite3")}
if REDIS_URL:  # no real worker takes what the tests ring
    CELERY_BROKER_TRANSPORT_OPTIONS["global_keyprefix"] = "wegwijs-tests:"
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": "wegwijs-tests",
        }
    }

# Quick, and only for passwords made up by the tests themselves.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# The names without a hash: a live server finds the files where they lie.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
