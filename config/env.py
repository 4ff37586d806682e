"""Every setting that comes from the environment, with its default. Nothing else reads the environment.

The defaults run the product on one machine with no server of any kind: SQLite, a broker made of files, mail kept in the product.
A bad value stops the start with one sentence.
"""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import unquote, urlsplit

import environ

ROOT = Path(__file__).resolve().parent.parent
YES, NO = ("true", "on", "yes", "1"), ("false", "off", "no", "0", "")


def refuse(name: str, value: object, wanted: str) -> NoReturn:
    """One sentence on standard error, exit code 1."""
    raise SystemExit(f"The setting {name} must be {wanted}, not {str(value)!r}.")


class Environment(environ.Env):
    """django-environ, except that a value that cannot be read is refused instead of raised or taken for no."""

    def int(self, var: str, default: Any = environ.Env.NOTSET) -> int:
        given = self.str(var, default=str(default))
        if not given.isdecimal():
            refuse(var, given, "a whole number")
        return int(given)

    def bool(self, var: str, default: Any = environ.Env.NOTSET) -> bool:
        given = self.str(var, default=str(default)).strip().lower()
        if given not in YES + NO:
            refuse(var, given, "true or false")
        return given in YES

    def address(self, var: str, *schemes: str) -> str:
        """A URL of one of the schemes, or empty. The value may hold a password, so a refusal shows its scheme only."""
        given = self.str(var, default="")
        try:
            urlsplit(given).port  # noqa: B018  (read for its check: 1 to 65535, or none)
        except ValueError:
            refuse(var, "…", "a whole address such as scheme://user:password@host:port/name")
        if given and urlsplit(given).scheme not in schemes:
            refuse(
                var,
                f"{urlsplit(given).scheme}…",
                f"an address that begins with {' or '.join(f'{s}:' for s in schemes)}",
            )
        return given


env = Environment()

# Where the database file, broker folders, logs and the generated secret live.
VAR_DIR = Path(env.str("VAR_DIR", default=str(ROOT / "var")))
try:
    VAR_DIR.mkdir(parents=True, exist_ok=True)
except OSError:
    refuse("VAR_DIR", VAR_DIR, "a folder that can be written")

# postgres://user:password@host:5432/name for PostgreSQL.
DATABASE_URL: str = (
    env.address("DATABASE_URL", "postgres", "postgresql", "sqlite") or f"sqlite:///{VAR_DIR / 'inspections.sqlite3'}"
)
if not urlsplit(DATABASE_URL).path.strip("/"):
    refuse("DATABASE_URL", f"{urlsplit(DATABASE_URL).scheme}…", "an address that ends with the name of a database")
_FILE = Path(unquote(urlsplit(DATABASE_URL).path[1:]))
if urlsplit(DATABASE_URL).scheme == "sqlite" and not _FILE.parent.is_dir():
    refuse("DATABASE_URL", "sqlite…", f"in a folder that is there, and {_FILE.parent} is not")
# What the web, the workers and the scheduler have as DATABASE_URL, where the owner of the tables has another: `manage.py prepare`,
# run by the owner, makes its role and says what it may do.
APPLICATION_DATABASE_URL: str = env.address("APPLICATION_DATABASE_URL", "postgres", "postgresql")
# redis://host:6379/0 for Redis as broker and cache; empty means a broker of files and a cache in the database.
REDIS_URL: str = env.address("REDIS_URL", "redis", "rediss")

DEBUG: bool = env.bool("DEBUG", default=False)
# The address people use, for links in e-mails.
SITE_URL: str = env.str("SITE_URL", default=f"http://127.0.0.1:{env.int('PORT', default=8000)}").rstrip("/")
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]", "testserver"])
# True when people reach the site over https: secure cookies, HSTS, redirect.
HTTPS: bool = env.bool("HTTPS", default=False)
# True when a proxy in front sets X-Forwarded-Proto and X-Forwarded-For.
BEHIND_PROXY: bool = env.bool("BEHIND_PROXY", default=False)
# smtp://user:password@host:587/?tls=True for a mail server; empty keeps messages in the product, on the page "Sent messages".
EMAIL_URL: str = env.address("EMAIL_URL", "smtp", "smtp+tls", "smtp+ssl", "smtps")
DEFAULT_FROM_EMAIL: str = env.str("DEFAULT_FROM_EMAIL", default="Area SEND inspections <no-reply@inspections.example>")
# Whether everyone must set up a second factor before anything else. The demonstration leaves it to each person.
REQUIRE_TWO_FACTOR: bool = env.bool("REQUIRE_TWO_FACTOR", default=HTTPS)
# The demonstration accounts, the banner that says so and the page of sent messages for everyone.
DEMONSTRATION: bool = env.bool("DEMONSTRATION", default=not HTTPS)
# A newer (or, for replays, an older) edition of the bank holiday file.
BANK_HOLIDAYS_PATH: str = env.str("BANK_HOLIDAYS_PATH", default="")
if BANK_HOLIDAYS_PATH and not Path(BANK_HOLIDAYS_PATH).is_file():
    refuse("BANK_HOLIDAYS_PATH", BANK_HOLIDAYS_PATH, "a file")
# Web and worker processes.
HOST: str = env.str("HOST", default="127.0.0.1")
PORT: int = env.int("PORT", default=8000)
WEB_WORKERS: int = env.int("WEB_WORKERS", default=2)
WEB_THREADS: int = env.int("WEB_THREADS", default=4)
TASK_WORKERS: int = env.int("TASK_WORKERS", default=1)
for _name, _number in {"WEB_WORKERS": WEB_WORKERS, "WEB_THREADS": WEB_THREADS, "TASK_WORKERS": TASK_WORKERS}.items():
    if _number < 1:
        refuse(_name, _number, "1 or more")
LOG_LEVEL: str = env.str("LOG_LEVEL", default="INFO").upper()
if LOG_LEVEL not in ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"):
    refuse("LOG_LEVEL", LOG_LEVEL, "DEBUG, INFO, WARNING, ERROR or CRITICAL")


def secret_key() -> str:
    """SECRET_KEY, or one made at the first start and kept in VAR_DIR (one machine only)."""
    if given := env.str("SECRET_KEY", default=""):
        return given
    kept = VAR_DIR / "secret_key"
    if not kept.exists():
        # Exclusive creation: two processes starting together must not end with two keys.
        try:
            with kept.open("x") as out:
                kept.chmod(0o600)
                out.write(secrets.token_urlsafe(64))
        except FileExistsError:
            pass
    return kept.read_text()
