"""The settings of a test run: everything as in production, but a folder of its own and cheap password hashes.

The database and Redis come from DATABASE_URL and REDIS_URL as always, so the same tests run on both databases (`bin/test`).
"""

from __future__ import annotations

import atexit
import hashlib
import os
import shutil
import tempfile

# Before config.env reads it: a test never writes to the folder of a running product.
os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="inspections-test-")
atexit.register(shutil.rmtree, os.environ["VAR_DIR"], ignore_errors=True)
os.environ.setdefault("SECRET_KEY", "only-for-tests-" * 4)
os.environ.setdefault("FIELD_KEYS", "t1:b25seS1mb3ItdGVzdHMtb25seS1mb3ItdGVzdHMtMTI=")
for _name in (
    "HTTPS",
    "BEHIND_PROXY",
    "DEBUG",
    "EMAIL_URL",
    "BANK_HOLIDAYS_PATH",
    "ALLOWED_HOSTS",
    "SITE_URL",
    "CLAMD",
):
    os.environ.pop(_name, None)

from config.settings import *  # noqa: E402, F403
from config.settings import BASE_DIR, DATABASES, STATIC_ROOT, STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STATIC_ROOT.mkdir()
# No collectstatic before a test: names without a digest, straight from the source folders.
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
# A browser keeps its connection open, and the thread that serves it must not keep one to the database: that could not be dropped.
DATABASES["default"]["CONN_MAX_AGE"] = 0
if DATABASES["default"]["ENGINE"] == "core.postgres":
    # Two checkouts on one machine may test at the same time, and two parts of one run (`bin/test`).
    _checkout, _part = hashlib.sha256(str(BASE_DIR).encode()).hexdigest()[:12], os.environ.get("TEST_PART", "")
    DATABASES["default"]["TEST"] = {"NAME": f"test_{_checkout}{_part}"}
