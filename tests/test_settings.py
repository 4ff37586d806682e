"""Bad settings stop the start with one sentence; nothing is guessed."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def read(tmp_path: Path, expression: str, **given: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path)} | given
    return subprocess.run(
        [sys.executable, "-c", f"from config import env; print({expression})"],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value", "wanted"),
    [
        ("PORT", "abc", "a whole number"),
        ("PORT", "-1", "a whole number"),
        ("HTTPS", "ture", "true or false"),
        ("DATABASE_URL", "mongodb://user:hidden@host/x", "an address that begins with postgres:"),
        ("DATABASE_URL", "postgres://u:hidden@host:notaport/x", "a whole address such as"),
        ("DATABASE_URL", "postgres://user:hidden@host", "an address that ends with the name of a database"),
        ("DATABASE_URL", "sqlite:////none/here.sqlite3", "in a folder that is there, and /none is not"),
        ("REDIS_URL", "cache.example", "an address that begins with redis:"),
        ("EMAIL_URL", "http://mail.example", "an address that begins with smtp:"),
        ("VAR_DIR", "/proc/none", "a folder that can be written"),
        ("TASK_WORKERS", "0", "1 or more"),
        ("BANK_HOLIDAYS_PATH", "/none.json", "a file"),
        ("LOG_LEVEL", "loud", "DEBUG, INFO"),
        ("SESSION_IDLE_MINUTES", "0", "1 or more"),
    ],
)
def test_a_bad_value_is_refused_in_one_sentence(tmp_path, name, value, wanted):
    refused = read(tmp_path, "1", **{name: value})
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith(f"The setting {name} must be {wanted}")
    assert refused.stderr.count("\n") == 1
    assert "hidden" not in refused.stderr, "a password is never repeated"


@pytest.mark.parametrize(
    ("given", "expression", "expected"),
    [
        ({}, "env.DATABASE_URL.partition(':')[0], env.REDIS_URL, env.PORT", "sqlite  8000"),
        ({"PORT": "8001"}, "env.SITE_URL", "http://127.0.0.1:8001"),
        ({"HTTPS": "yes"}, "env.HTTPS, env.DEMONSTRATION, env.REQUIRE_TWO_FACTOR", "True False True"),
        ({"HTTPS": "0"}, "env.HTTPS, env.DEMONSTRATION, env.REQUIRE_TWO_FACTOR", "False True False"),
        ({"SECRET_KEY": "given"}, "env.secret_key()", "given"),
    ],
)
def test_defaults_and_what_follows_from_them(tmp_path, given, expression, expected):
    seen = read(tmp_path, expression, **given)
    assert seen.stdout.strip() == expected, seen.stderr


def test_the_secret_is_made_once_and_only_its_owner_reads_it(tmp_path):
    first = read(tmp_path, "env.secret_key()").stdout
    assert len(first.strip()) >= 64
    assert read(tmp_path, "env.secret_key()").stdout == first
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


ORGANISATION = {
    "OPENID_ORGANISATIONS": "sea-borough", "OPENID_SEA_BOROUGH_NAME": "Seaborough", "OPENID_SEA_BOROUGH_CLIENT_ID": "us",
    "OPENID_SEA_BOROUGH_ISSUER": "https://login.example", "OPENID_SEA_BOROUGH_SECRET": "hidden",
    "OPENID_SEA_BOROUGH_DOMAINS": "a.example, B.example",
}  # fmt: skip


def test_an_organisation_is_read_from_its_settings(tmp_path):
    seen = read(
        tmp_path, "env.openid_apps()[0]['provider_id'], env.openid_apps()[0]['settings']['domains']", **ORGANISATION
    )
    assert seen.stdout.strip() == "sea-borough ['a.example', 'b.example']", seen.stderr
    assert read(tmp_path, "env.openid_apps()").stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("name", "value", "wanted"),
    [
        ("OPENID_SEA_BOROUGH_DOMAINS", "", "The setting OPENID_SEA_BOROUGH_DOMAINS must be set"),
        ("OPENID_SEA_BOROUGH_SECRET", "", "The setting OPENID_SEA_BOROUGH_SECRET must be set"),
        ("OPENID_SEA_BOROUGH_ISSUER", "http://login.example", "must be an address that begins with https:"),
        ("OPENID_ORGANISATIONS", "Sea Borough", "must be names of lower-case letters"),
    ],
)
def test_an_organisation_that_is_not_said_in_full_is_refused(tmp_path, name, value, wanted):
    refused = read(tmp_path, "env.openid_apps()", **ORGANISATION | {name: value})
    assert (refused.returncode, refused.stdout) == (1, "")
    assert wanted in refused.stderr and refused.stderr.count("\n") == 1 and "hidden" not in refused.stderr


KEY = base64.b64encode(b"k" * 32).decode()
PRODUCTION = {"HTTPS": "true", "SECRET_KEY": "s" * 48, "FIELD_KEYS": f"k1:{KEY}"}
REFUSED = (
    ({"SECRET_KEY": ""}, "SECRET_KEY must be at least 32 characters"),
    ({"SECRET_KEY": "short-and-hidden"}, "SECRET_KEY must be at least 32 characters"),
    ({"FIELD_KEYS": ""}, "FIELD_KEYS must be name:key pairs"),
    ({"FIELD_KEYS": "hidden"}, "FIELD_KEYS must be name:key pairs"),
    ({"FIELD_KEYS": "k1:aGlkZGVu"}, "FIELD_KEYS must be name:key pairs"),
    ({"FIELD_KEYS": f"k1:{KEY},k1:{KEY}"}, "FIELD_KEYS must be name:key pairs"),
    ({"FIELD_KEYS": f"k.1:{KEY}"}, "FIELD_KEYS must be name:key pairs"),
    ({"FIELD_KEYS": f"k1:{KEY},"}, "FIELD_KEYS must be name:key pairs"),
)


@pytest.mark.once
@pytest.mark.trust("K10", "the product as on a server, with each secret missing, too short, or not to be read")
def test_it_does_not_start_on_a_server_without_its_secrets(tmp_path, figures):
    started = 0
    for given, said in REFUSED:
        done = read(tmp_path, "env.secret_key() and len(env.field_keys())", **(PRODUCTION | given))
        started += done.returncode == 0
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.startswith(f"The setting {said}")
        assert done.stderr.count("\n") == 1
        assert "hidden" not in done.stderr
    figures("started insecurely", f"{started} of {len(REFUSED)}")
    assert not any(tmp_path.iterdir()), "nothing is made up in their place"
    assert (
        read(tmp_path, "len(env.field_keys())", **PRODUCTION | {"FIELD_KEYS": f"k2:{KEY}, k1:{KEY}"}).stdout.strip()
        == "2"
    )
    # Without https it makes its own: that is the guard this row is about.
    made = read(
        tmp_path,
        "env.secret_key() and len(env.field_keys())",
        **PRODUCTION | {"HTTPS": "", "SECRET_KEY": "", "FIELD_KEYS": ""},
    )
    figures.control("not on a server", caught=made.returncode == 0, of=1)
