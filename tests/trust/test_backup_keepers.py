"""Who writes backups cannot take them away again."""

from __future__ import annotations

import os
import shutil
import subprocess
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings

from core.backups import taking
from tests import databases
from tests.trust.backups import FILES, Kept, sql

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.mark.prove
@pytest.mark.django_db
@pytest.mark.trust("B6", "as the service's account, as the account that takes backups, and as its role in the database")
def test_who_writes_backups_cannot_delete_them(kept: Kept, tmp_path: Path, figures: Any) -> None:
    assert kept.url, "asked on PostgreSQL"
    assert os.geteuid() == 0, "needs root: other accounts are tried on"
    role = f"keeper_{uuid.uuid4().hex[:12]}"
    databases.sql(f"CREATE ROLE {role} LOGIN BYPASSRLS IN ROLE pg_read_all_data")
    try:
        with override_settings(PRIVATE_ROOT=kept.var / "files"):
            taken = taking.take(into=tmp_path, recipients=[kept.key.to_public()], source=kept.source | {"USER": role})
        assert taken.files == FILES
        acts = (
            "DELETE FROM core_submission", "TRUNCATE core_submission", "DROP TABLE core_submission", "DROP TABLE audit_entry",
            "UPDATE accounts_user SET name = ''", "INSERT INTO partnerships_region (code, name) VALUES ('E12999999', 'A')",
            "ALTER TABLE audit_entry DISABLE TRIGGER ALL", "SELECT setval('core_storedfile_id_seq', 1)",
        )  # fmt: skip
        done = sum(accepted(kept.source | {"USER": role}, act) for act in acts)
    finally:
        sql(kept.source, f"DROP OWNED BY {role}")
        databases.sql(f"DROP ROLE {role}")
    figures("changes taken from the role that takes backups", f"{done} of {len(acts)}")
    assert done == 0

    writer, service = 64001, 64002
    place, store = (
        Path("/var/tmp") / f"store-{uuid.uuid4().hex[:8]}",
        Path("/var/tmp") / f"store-{uuid.uuid4().hex[:8]}",
    )
    place.mkdir(mode=0o755)
    os.chown(place, writer, writer)
    try:
        mine = shutil.copy(taken.path, place)
        os.chown(mine, writer, writer)
        before = any_of(tries(Path(mine)), writer)
        figures.control("left in the hands of who wrote it", caught=int(before > 0), of=1)
        kept_as = shutil.copy(taken.path, place)
        os.chown(kept_as, writer, writer)
        subprocess.run([str(ROOT / "deploy" / "put_away"), str(place), str(store)], check=True)
        away = store / taken.path.name
        whole = away.read_bytes()
        after = any_of(tries(away), writer) + any_of(tries(away), service)
        figures("deleted, moved, cut or overwritten after deploy/put_away", f"{after} of {2 * len(tries(away))}")
        assert after == 0
        assert away.read_bytes() == whole == taken.path.read_bytes()
    finally:
        subprocess.run(["chattr", "-R", "-i", str(store)], check=False, capture_output=True)
        shutil.rmtree(place)
        shutil.rmtree(store)


def accepted(source: dict[str, Any], act: str) -> bool:
    import django.db

    try:
        sql(source, act)
    except django.db.DatabaseError:
        return False
    return True


def tries(path: Path) -> list[list[str]]:
    return [
        ["sh", "-c", 'echo x > "$0"', str(path)],
        ["truncate", "--size=0", str(path)],
        ["chmod", "0666", str(path)],
        ["mv", "-f", str(path), str(path.with_suffix(".gone"))],
        ["rm", "-f", str(path)],
    ]


def any_of(commands: list[list[str]], account: int) -> int:
    """How many of the commands work as that account."""
    who: dict[str, Any] = {"user": account, "group": account, "extra_groups": [], "stdin": subprocess.DEVNULL}
    return sum(subprocess.run(each, capture_output=True, check=False, **who).returncode == 0 for each in commands)
