"""Django settings. Values that differ between machines come from `config.env`; nothing here reads the environment."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import structlog
from csp.constants import NONE, SELF

from config import env, timeouts
from core.logs import AwayInOneLine, WithoutQuery

BASE_DIR = env.ROOT
SECRET_KEY = env.secret_key()
# What the columns of core.sealed are encrypted with; never in the database.
FIELD_KEYS = env.field_keys()
DEBUG = env.DEBUG
ALLOWED_HOSTS = env.ALLOWED_HOSTS
SITE_URL = env.SITE_URL
VAR_DIR = env.VAR_DIR
DEMONSTRATION = env.DEMONSTRATION
REQUIRE_TWO_FACTOR = env.REQUIRE_TWO_FACTOR
BANK_HOLIDAYS_PATH = env.BANK_HOLIDAYS_PATH
AUDIT_HEADS = env.AUDIT_HEADS
ERASURES = env.ERASURES
DATA_DIR = BASE_DIR / "data"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "crispy_forms",
    "csp",
    "django_structlog",
    "audit",
    "core",
    "accounts",
    "partnerships",
    "inspections",
    "information",
    "cases",
    "timetable",
    "visits",
    "coordination",
    "surveys",
    "improvement",
    "measures",
    "tracking",
    "monitoring",
    "evidence",
    "reports",
    "dashboard",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.unavailable.AnsweredAnewMiddleware",
    "core.middleware.OnePolicyMiddleware",
    "core.middleware.SecurityHeadersMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "accounts.middleware.PasswordQueueMiddleware",
    "core.middleware.ReadableMiddleware",
    "core.middleware.MethodsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "core.middleware.RequestLogMiddleware",
    "accounts.middleware.SessionAgeMiddleware",
    "accounts.middleware.TwoFactorMiddleware",
    "accounts.middleware.RightsMiddleware",
    "accounts.middleware.ReachMiddleware",
    "accounts.middleware.HandedBackMiddleware",
    "core.middleware.NotAllowedMiddleware",
    "core.middleware.RefusedMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "dashboard.context.site",
            ],
            "builtins": ["core.templatetags.govuk", "core.templatetags.textdiff"],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "govuk"
CRISPY_TEMPLATE_PACK = "govuk"

# --- database
DATABASES: dict[str, Any] = {"default": env.env.db_url_config(env.DATABASE_URL)}
DATABASES["default"].setdefault("OPTIONS", {})
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE takes the write lock at BEGIN: without it, read-then-write transactions fail with "database is locked".
    DATABASES["default"]["OPTIONS"] |= {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"] |= {"ENGINE": "core.postgres", "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    DATABASES["default"]["OPTIONS"] = timeouts.of_database(env.PROCESS) | DATABASES["default"]["OPTIONS"]
APPLICATION_DATABASE_URL = env.APPLICATION_DATABASE_URL
# What row-level security says of each table (`core.row_security`).
ROW_SECURITY = "config.row_security"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- cache (rate limits of sign-in live here, so it is shared between processes)
CACHES: dict[str, Any] = {
    "default": {
        "BACKEND": "core.shared_cache.RedisOrDatabase",
        "LOCATION": env.REDIS_URL,
    }
    if env.REDIS_URL
    else {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
}

# --- language and time
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
# The product is in English; only the pages that answer a survey speak other languages.
LANGUAGES = [("en", "English"), ("ur", "Urdu"), ("pl", "Polish"), ("ar", "Arabic"), ("uk", "Ukrainian")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True

# --- static files
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "core.static_files.KeptAddresses"},
}

# --- files people give us: outside the web root, served only by views that ask for rights
PRIVATE_ROOT = VAR_DIR / "files"
CLAMD = env.CLAMD
FILES_PER_PERSON, FILES_PER_PLACE, FILES_KEEP_FREE = env.FILES_PER_PERSON, env.FILES_PER_PLACE, env.FILES_KEEP_FREE
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "core.upload_handler.BoundedFileUploadHandler",
]
# More than a form takes, so that the form itself can say so.
DATA_UPLOAD_MAX_NUMBER_FILES = 300

# --- backups
BACKUP_DIR = env.BACKUP_DIR
BACKUP_RECIPIENTS = env.BACKUP_RECIPIENTS
# As an entry of DATABASES; empty means the default one.
BACKUP_DATABASE: dict[str, Any] = env.env.db_url_config(env.BACKUP_DATABASE_URL) if env.BACKUP_DATABASE_URL else {}
# Where there is no recipient, as on one machine for trying out: the key that is made at the first backup.
BACKUP_OWN_KEY = None if env.HTTPS else VAR_DIR / "backup_key"

# --- sign-in
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "accounts.hashers.Argon2",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
# So many requests that check a password may be inside one process: one is checked, the others wait.
PASSWORD_PLACES = max(1, env.WEB_THREADS // 2)
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.passwords.GuessableValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "dashboard:home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "accounts.adapter.InvitationOnlyAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an account begins with an invitation sent to that address
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {"reset_password": "accounts.forms.ForgottenPasswordForm"}
ACCOUNT_RATE_LIMITS = {
    # A council signs in from one address, so many may; wrong tries are counted apart (accounts.guessing).
    "login": "300/m/ip",
    # Wrong tries: for one account from one address, for one account from everywhere, from one address for any account,
    # and for one account from a browser in which its owner signed in before. Also the wrong codes of a second factor.
    "login_failed": "30/m/ip,5/300s/key",
    "login_failed_account": "10/300s/key",
    "login_failed_known": "5/300s/key",
    "reset_password": "20/m/ip,5/m/key",
    "reauthenticate": "10/m/user",
}
# The proxy in front says where a request comes from; what a browser says itself counts for nothing.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.BEHIND_PROXY else 0
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Area SEND inspections"
# An account begins with an invitation sent to its address, so no address waits to be proved.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_ADAPTER = "accounts.factor_secrets.SealedSecrets"
MFA_FORMS = {
    "activate_totp": "accounts.forms.SetUpForm",
    "authenticate": "accounts.forms.OneTimeCodeForm",
    "reauthenticate": "accounts.forms.OneTimeCodeAgainForm",
}
# Organisations whose people may sign in with the account they have there (accounts.openid).
SOCIALACCOUNT_ADAPTER = "accounts.openid.InvitedOnly"
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": env.openid_apps()}}

# --- browser
# A name that begins so is taken by browsers only with Secure, for this host alone and for every path: no neighbour can set it.
_HOST_ONLY = "__Host-" if env.HTTPS else ""
SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_NAME = f"{_HOST_ONLY}sessionid"
CSRF_COOKIE_NAME = f"{_HOST_ONLY}csrftoken"
KNOWN_BROWSER_COOKIE_NAME = f"{_HOST_ONLY}known"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
# Signed out after so long without a sign of life, and after so long in any case (accounts.middleware.SessionAgeMiddleware).
SESSION_IDLE = timedelta(minutes=env.SESSION_IDLE_MINUTES)
SESSION_LONGEST = timedelta(hours=env.SESSION_HOURS)
SESSION_COOKIE_AGE = env.SESSION_HOURS * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "accounts.handed_back.stale"
# It ends with the browser: on a shared computer nothing tells later that a survey was answered on it.
CSRF_COOKIE_AGE = None
SECURE_SSL_REDIRECT = env.HTTPS
SECURE_HSTS_SECONDS = 31536000 if env.HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = env.HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if env.BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "object-src": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# Addresses ("127.0.0.1:8123") that are looked at although they are private (core.fetch): servers that tests start.
FETCH_ALSO: tuple[str, ...] = ()

# --- mail
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.DEFAULT_FROM_EMAIL
if env.EMAIL_URL:
    _mail = env.env.email_url_config(env.EMAIL_URL)
    EMAIL_BACKEND = "accounts.smtp.Backend"
    EMAIL_HOST = _mail["EMAIL_HOST"]
    EMAIL_PORT = _mail["EMAIL_PORT"] or 25
    EMAIL_HOST_USER = _mail["EMAIL_HOST_USER"] or ""
    EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_PASSWORD"] or ""
    EMAIL_USE_TLS = bool(_mail.get("EMAIL_USE_TLS", False))
    EMAIL_USE_SSL = bool(_mail.get("EMAIL_USE_SSL", False))
    EMAIL_TIMEOUT = 10
else:
    EMAIL_BACKEND = "accounts.mail.KeptInTheProduct"

# --- logs
# Plain tracebacks: the default ones print local variables, and those hold what people typed.
structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        WithoutQuery(),
        structlog.stdlib.add_log_level,
        AwayInOneLine(),
        structlog.processors.format_exc_info,
        structlog.processors.KeyValueRenderer(key_order=["event"]),
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=True,
)
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "core.logs.OneLine", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"refusals": {"()": "core.logs.RefusalsInOneLine"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["refusals"]}},
    "root": {"handlers": ["console"], "level": env.LOG_LEVEL},
    "loggers": {
        "django_structlog": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
    },
}
