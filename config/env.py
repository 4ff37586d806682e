"""Every setting that comes from the environment, with its default. Nothing else reads the environment.

The defaults run the product on one machine with no server of any kind: SQLite, a broker made of files, mail kept in the product.
A bad value stops the start with one sentence.
"""

from __future__ import annotations

import base64
import os
import re
import secrets
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import unquote, urlsplit

import environ

ROOT = Path(__file__).resolve().parent.parent
# What this process is: "web", "worker", "scheduler" or "command". How long it waits for the database follows from it.
_PROGRAM = Path(sys.argv[0]).parent.name if Path(sys.argv[0]).name == "__main__.py" else Path(sys.argv[0]).stem
PROCESS = {"gunicorn": "web", "celery": "scheduler" if "beat" in sys.argv else "worker"}.get(_PROGRAM, "command")
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
# Signed out after so many minutes without a sign of life, and after so many hours in any case.
SESSION_IDLE_MINUTES: int = env.int("SESSION_IDLE_MINUTES", default=15)
SESSION_HOURS: int = env.int("SESSION_HOURS", default=10)
# Where archives go; docs/operations.md.
BACKUP_DIR = Path(env.str("BACKUP_DIR", default=str(VAR_DIR / "backups")))
# Who can open the archives: age public keys, with commas between. On one machine without https a key is made in VAR_DIR.
BACKUP_RECIPIENTS: list[str] = env.list("BACKUP_RECIPIENTS", default=[])
# The same database by a role that reads everything and changes nothing; empty means DATABASE_URL.
BACKUP_DATABASE_URL: str = env.address("BACKUP_DATABASE_URL", "postgres", "postgresql")
# The virus scanner clamd: host:port, or the path of its socket. Empty: files are not checked for viruses, and pages say so.
CLAMD: str = env.str("CLAMD", default="")
if CLAMD and not CLAMD.startswith("/") and not (CLAMD.rpartition(":")[0] and CLAMD.rpartition(":")[2].isdecimal()):
    refuse("CLAMD", CLAMD, "host:port or the path of a socket")
# How much of files one person and one partnership may have, and how much of the disk stays free, in megabytes.
FILES_PER_PERSON: int = env.int("FILES_PER_PERSON_MB", default=5_000) * 1024 * 1024
FILES_PER_PLACE: int = env.int("FILES_PER_PARTNERSHIP_MB", default=50_000) * 1024 * 1024
FILES_KEEP_FREE: int = env.int("FILES_KEEP_FREE_MB", default=100) * 1024 * 1024
# Where the head of the audit's chain is written each night: best a place that this machine can only add to.
AUDIT_HEADS: str = env.str("AUDIT_HEADS", default=str(VAR_DIR / "audit-heads.txt"))
# Which children were erased (numbers and letters only), for the day an older copy of the database is restored.
ERASURES: str = env.str("ERASURES", default=str(VAR_DIR / "erasures.txt"))
# Web and worker processes.
HOST: str = env.str("HOST", default="127.0.0.1")
PORT: int = env.int("PORT", default=8000)
WEB_WORKERS: int = env.int("WEB_WORKERS", default=2)
WEB_THREADS: int = env.int("WEB_THREADS", default=4)
TASK_WORKERS: int = env.int("TASK_WORKERS", default=1)
for _name, _number in {
    "WEB_WORKERS": WEB_WORKERS, "WEB_THREADS": WEB_THREADS, "TASK_WORKERS": TASK_WORKERS,
    "SESSION_IDLE_MINUTES": SESSION_IDLE_MINUTES, "SESSION_HOURS": SESSION_HOURS,
}.items():  # fmt: skip
    if _number < 1:
        refuse(_name, _number, "1 or more")
LOG_LEVEL: str = env.str("LOG_LEVEL", default="INFO").upper()
if LOG_LEVEL not in ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"):
    refuse("LOG_LEVEL", LOG_LEVEL, "DEBUG, INFO, WARNING, ERROR or CRITICAL")


def with_settings(**changes: str) -> dict[str, str]:
    """The environment for a process of ours that works with other settings."""
    return os.environ | changes


SHORTEST_SECRET = 32
FIELD_KEY_BYTES = 32


def secret_key() -> str:
    """SECRET_KEY; without https, one made at the first start and kept in VAR_DIR (one machine only)."""
    given = env.str("SECRET_KEY", default="")
    if HTTPS and len(given) < SHORTEST_SECRET:
        refuse("SECRET_KEY", "…" if given else "", f"at least {SHORTEST_SECRET} characters, the same on every host")
    if given:
        return given
    return made_once("secret_key", lambda: secrets.token_urlsafe(64))


def field_keys() -> dict[str, bytes]:
    """{name: key} of FIELD_KEYS, the current one first; without https, one made at the first start and kept in VAR_DIR."""
    given = env.str("FIELD_KEYS", default="")
    if not given and not HTTPS:
        given = made_once("field_keys", lambda: f"k1:{base64.b64encode(secrets.token_bytes(FIELD_KEY_BYTES)).decode()}")
    keys: dict[str, bytes] = {}
    for part in given.split(","):
        name, _, coded = part.strip().partition(":")
        try:
            key = base64.b64decode(coded, validate=True)
        except ValueError:
            key = b""
        if not name.isalnum() or name in keys or len(key) != FIELD_KEY_BYTES:
            refuse(
                "FIELD_KEYS",
                "…" if given else "",
                "name:key pairs with a comma between, each key 32 random bytes in base64",
            )
        keys[name] = key
    return keys


def made_once(name: str, make: Callable[[], str]) -> str:
    """A secret made at the first start of a machine."""
    kept = VAR_DIR / name
    if not kept.exists():
        # Two processes starting together must end with one key, and neither may read half of it: written apart, then given its name.
        making = VAR_DIR / f"{name}.{secrets.token_hex(8)}"
        try:
            with making.open("x") as out:
                making.chmod(0o600)
                out.write(make())
            kept.hardlink_to(making)
        except FileExistsError:
            pass
        finally:
            making.unlink(missing_ok=True)
    return kept.read_text()


def openid_apps() -> list[dict[str, Any]]:
    """The organisations of OPENID_ORGANISATIONS ("seaborough,riverside"), each from OPENID_SEABOROUGH_NAME, _ISSUER, _CLIENT_ID,
    _SECRET and _DOMAINS: the part after the @ of the e-mail addresses it may speak for. Refuses one that is not said in full."""
    return [_openid_app(code) for code in env.list("OPENID_ORGANISATIONS", default=[])]


def _openid_app(code: str) -> dict[str, Any]:
    if not re.fullmatch(r"[a-z][a-z0-9-]{0,39}", code):
        refuse("OPENID_ORGANISATIONS", code, "names of lower-case letters, digits and hyphens, separated by commas")
    before = f"OPENID_{code.upper().replace('-', '_')}_"
    said = {each: env.str(f"{before}{each}", default="") for each in ("NAME", "ISSUER", "CLIENT_ID", "SECRET")}
    domains = [domain.strip().lower() for domain in env.list(f"{before}DOMAINS", default=[])]
    for each, value in (*said.items(), ("DOMAINS", "".join(domains))):
        if not value:
            refuse(f"{before}{each}", "", "set, since OPENID_ORGANISATIONS names it")
    issuer = urlsplit(said["ISSUER"])
    if issuer.scheme != "https" and not (issuer.scheme == "http" and issuer.hostname in ("127.0.0.1", "localhost")):
        refuse(f"{before}ISSUER", said["ISSUER"], "an address that begins with https:")
    return {
        "provider_id": code, "name": said["NAME"], "client_id": said["CLIENT_ID"], "secret": said["SECRET"],
        "settings": {"server_url": said["ISSUER"], "issuer": said["ISSUER"], "domains": domains},
    }  # fmt: skip
