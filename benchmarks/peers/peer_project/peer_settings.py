"""The least that a Wagtail form page and django-survey-and-report need."""

import os
from urllib.parse import urlsplit

_where = urlsplit(os.environ["PEER_DATABASE"])
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _where.path.strip("/"),
        "USER": _where.username,
        "PASSWORD": _where.password or "",
        "HOST": _where.hostname,
        "PORT": _where.port or 5432,
        "CONN_MAX_AGE": 600,
    }
}
SECRET_KEY = "only-for-the-benchmark-of-peers"  # noqa: S105
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "peer_urls"
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
INSTALLED_APPS = [
    "form_page", "survey", "wagtail.contrib.forms", "wagtail.contrib.redirects", "wagtail.embeds", "wagtail.sites", "wagtail.users",
    "wagtail.snippets", "wagtail.documents", "wagtail.images", "wagtail.search", "wagtail.admin", "wagtail", "modelcluster", "taggit",
    "django.contrib.admin", "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages",
    "django.contrib.staticfiles",
]  # fmt: skip
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware", "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware", "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware", "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]  # fmt: skip
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
STATIC_URL = "/static/"
USE_TZ = True
WAGTAIL_SITE_NAME = "Peers"
WAGTAILADMIN_BASE_URL = "http://127.0.0.1"
CSV_DIRECTORY = TEX_DIRECTORY = "/tmp"  # noqa: S108
USER_DID_NOT_ANSWER = "Left blank"
TEX_CONFIGURATION_FILE = "/dev/null"
SURVEY_DEFAULT_PIE_COLOR = "blue!50"
CHOICES_SEPARATOR = ","
LOGGING_CONFIG = None
