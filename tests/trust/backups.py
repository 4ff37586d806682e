"""A filled database with its files and a backup of them, and empty places to restore it into."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyrage
from django.test import override_settings

from config import env
from core.backups import manifest, restoring, taking
from tests import databases
from tests.processes import own_database
from tests.test_commands import manage

FILES = 50
SEED = f"""
from pathlib import Path
from audit.record import record
from core import files
from reports.services import importing
from tests import factories as make
person = make.UserFactory.create(email="keeper@example.org")
authority = make.LocalAuthorityFactory.create(name="Bury", official_name="Bury Council", dfe_code="351", gss_code="E08000002")
make.PartnershipFactory.create(authority=authority, slug="bury", name="Bury")
importing.import_letter(by=None, data=Path("data/published_reports/bury-2024.json").read_bytes())
for number in range({FILES}):
    files.keep_made(by=person, name=f"file {{number}}.txt", kind="txt", content=f"content {{number}} ".encode() * (number * 400 + 1))
"""
GUARDS = """
ALTER TABLE partnerships_partnership ENABLE ROW LEVEL SECURITY;
CREATE POLICY only_some ON partnerships_partnership USING (id > 0);
GRANT SELECT, INSERT ON audit_entry TO {role};
GRANT SELECT (id, name) ON core_storedfile TO {role};
CREATE VIEW names AS SELECT name FROM accounts_user;
"""


@dataclass
class Kept:
    """A filled database with its files, and one backup of them."""

    url: str
    var: Path
    backups: Path
    taken: taking.Taken
    key: Any
    role: str

    @property
    def source(self) -> dict[str, Any]:
        return source_of(self.url, self.var)


def source_of(url: str, var: Path) -> dict[str, Any]:
    return dict(env.env.db_url_config(url or f"sqlite:///{var / 'inspections.sqlite3'}")) | {"OPTIONS": {}}


@contextmanager
def made_kept(var: Path) -> Iterator[Kept]:
    role = f"reader_{uuid.uuid4().hex[:12]}"
    key = pyrage.x25519.Identity.generate()
    with own_database(filled=var) as url:
        if url:
            databases.sql(f"CREATE ROLE {role} NOLOGIN")
        try:
            seeded = manage(var, "shell", "--no-imports", "-c", SEED, DATABASE_URL=url)
            assert seeded.returncode == 0, seeded.stderr
            if url:
                sql(source_of(url, var), GUARDS.format(role=role))
            with override_settings(PRIVATE_ROOT=var / "files"):
                taken = taking.take(into=var, recipients=[key.to_public()], source=source_of(url, var))
            yield Kept(url, var, var, taken, key, role)
        finally:
            if url:
                sql(source_of(url, var), f"DROP OWNED BY {role}; DROP ROLE {role}")


def sql(source: dict[str, Any], *statements: str) -> None:
    connection = manifest.connected(source)
    try:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
    finally:
        connection.close()


@contextmanager
def empty(folder: Path) -> Iterator[dict[str, Any]]:
    """The settings of an empty database."""
    with own_database() as url:
        into = source_of(url, folder)
        yield into
        if not url:
            Path(str(into["NAME"])).unlink(missing_ok=True)


def restored(
    kept: Kept, folder: Path, into: dict[str, Any], path: Path | None = None, key: Any = None
) -> restoring.Restored:
    return restoring.restore(path=path or kept.taken.path, key=key or kept.key, into=into, files=folder / "files")


def flipped(content: bytes, at: int) -> bytes:
    return content[:at] + bytes([content[at] ^ 0x20]) + content[at + 1 :]
