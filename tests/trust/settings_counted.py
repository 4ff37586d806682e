"""The settings of a served product whose password checks are counted, with the product's own costs."""

import os

from config.settings import *  # noqa: F403
from config.settings import MIDDLEWARE, STORAGES

PASSWORD_HASHERS = ["tests.trust.counting.CountedArgon2"]
# No collectstatic before a test.
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
if os.environ.get("NO_PASSWORD_QUEUE"):
    MIDDLEWARE = [each for each in MIDDLEWARE if not each.endswith("PasswordQueueMiddleware")]
