"""Backups are taken, restored into an empty place and compared."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings

from core.backups import manifest, restoring, taking
from tests import databases
from tests.test_commands import manage
from tests.trust.backups import FILES, Kept, empty, flipped, restored

# What somebody, or a restore that went wrong, may have done to the restored database: each must be told.
SAME_ON_BOTH = (
    "UPDATE accounts_user SET name = 'Somebody else' WHERE email = 'keeper@example.org'",
    "DELETE FROM core_storedfile WHERE id = (SELECT max(id) FROM core_storedfile)",
    "INSERT INTO partnerships_region (code, name) VALUES ('E12999999', 'Another')",
    "DROP INDEX {index}",
    "DROP TABLE core_submission",
)
ON_POSTGRESQL = (
    "DROP TRIGGER audit_entry_no_change ON audit_entry",
    "ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_no_change",
    "CREATE OR REPLACE FUNCTION audit_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
    "DROP POLICY only_some ON partnerships_partnership",
    "ALTER TABLE partnerships_partnership DISABLE ROW LEVEL SECURITY",
    "REVOKE INSERT ON audit_entry FROM {role}",
    "GRANT DELETE ON audit_entry TO {role}",
    "REVOKE SELECT (name) ON core_storedfile FROM {role}",
    "ALTER TABLE core_storedfile ALTER COLUMN name DROP NOT NULL",
    "ALTER TABLE core_submission DROP CONSTRAINT one_submission_per_key",
    "ALTER SEQUENCE core_storedfile_id_seq RESTART WITH 1",
    "DROP VIEW names",
)
ON_SQLITE = ("DROP TRIGGER audit_entry_no_delete",)


@pytest.mark.django_db
@pytest.mark.trust(
    "B1",
    "database and files saved, restored into an empty place, and every table, trigger, policy, grant and file compared",
)
def test_a_backup_restores_whole(kept: Kept, tmp_path: Path, figures: Any) -> None:
    assert kept.taken.faults == ()
    assert kept.taken.files == FILES
    with empty(tmp_path) as into:
        done = restored(kept, tmp_path, into)
        assert done.differences == ()
        found = [path for path in (tmp_path / "files").rglob("*") if path.is_file()]
        assert len(found) == FILES
        figures("tables compared", len(done.about["tables"]))
        figures("rows compared", f"{done.rows:,}")
        figures(
            "triggers, policies, grants",
            [len(done.about["schema"].get(kind, [])) for kind in ("triggers", "policies", "grants")],
        )
        figures("differences", len(done.differences))

        seen = 0
        tampered = SAME_ON_BOTH + (ON_POSTGRESQL if kept.url else ON_SQLITE)
        for statement in tampered:
            with changed(into, statement.format(role=kept.role, index=index_of(into, "core_storedfile"))) as connection:
                seen += bool(manifest.differences(done.about, manifest.counted(connection)))
        figures.control("the restored database is changed behind our back", caught=seen, of=len(tampered))


def index_of(into: dict[str, Any], table: str) -> str:
    """An index of the table that may be dropped."""
    names = (
        "SELECT indexname FROM pg_indexes WHERE tablename = '{}' AND indexdef LIKE 'CREATE INDEX%'"
        if not into["ENGINE"].endswith("sqlite3")
        else "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = '{}' AND sql LIKE 'CREATE INDEX%'"
    )
    with taking.one_moment(into) as connection, connection.cursor() as cursor:
        cursor.execute(names.format(table))
        return str(cursor.fetchone()[0])


@contextmanager
def changed(into: dict[str, Any], statement: str) -> Iterator[Any]:
    """With the statement done in a transaction that is taken back."""
    connection = manifest.connected(into | {"AUTOCOMMIT": False})
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
        yield connection
    finally:
        connection.rollback()
        connection.close()


@pytest.mark.django_db
@pytest.mark.trust("B2", "a restore over what is there already")
def test_a_restore_goes_into_an_empty_place_only(kept: Kept, tmp_path: Path, figures: Any) -> None:
    with pytest.raises(restoring.CannotRestore, match="empty|there already"):
        restored(kept, tmp_path, kept.source)
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "mine").touch()
    with empty(tmp_path) as into, pytest.raises(restoring.CannotRestore, match="is not empty"):
        restored(kept, tmp_path, into)
    figures("written over", 0)


@pytest.mark.trust("B4", "a backup taken while files are missing or damaged")
@pytest.mark.django_db
def test_a_backup_says_which_files_it_could_not_take(kept: Kept, tmp_path: Path, figures: Any) -> None:
    shutil.copytree(kept.var / "files", tmp_path / "files")
    stored = sorted(path for path in (tmp_path / "files").rglob("*") if path.is_file())
    stored[0].unlink()
    stored[1].write_bytes(b"other")
    with override_settings(PRIVATE_ROOT=tmp_path / "files"):
        taken = taking.take(into=tmp_path, recipients=[kept.key.to_public()], source=kept.source)
    assert sorted(fault.split(" ", 1)[1] for fault in taken.faults) == ["is missing", "is not what was given"]
    assert taken.files == FILES - 2
    place = tmp_path / "again"
    place.mkdir()
    with empty(place) as into:
        told = restored(kept, place, into, taken.path).differences
    assert len(told) == 2
    figures("rows without a good file, told at the backup and at the restore", "2 of 2")


@pytest.mark.prove
@pytest.mark.serve
@pytest.mark.timeout(1500)
@pytest.mark.trust(
    "B1",
    "manage.py backup and manage.py restore_drill as an operator runs them: letters drawn, files read, pages opened",
)
def test_the_drill_as_the_operator_runs_it(kept: Kept, figures: Any) -> None:
    settings = {"DATABASE_URL": kept.url, "BACKUP_DIR": str(kept.var / "drill")}
    (kept.var / "static").mkdir(exist_ok=True)
    gathered = manage(kept.var, "collectstatic", "--no-input", "--verbosity", "0", **settings)
    assert gathered.returncode == 0, gathered.stderr
    taken = manage(kept.var, "backup", **settings)
    assert taken.returncode == 0, taken.stderr
    drilled = manage(kept.var, "restore_drill", **settings)
    assert drilled.returncode == 0, drilled.stdout + drilled.stderr
    assert "0 differences" in drilled.stdout
    assert "1 compared, 0 differ" in drilled.stdout
    assert f"{FILES} as given, 0 missing" in drilled.stdout
    figures("the drill's last line", drilled.stdout.splitlines()[-1])
    left = databases.sql("SELECT datname FROM pg_database WHERE datname LIKE 'restore_drill_%'") if kept.url else []
    assert left == []
    # And it ends with 1 where the archive is damaged, or the letters in it are not as they were.
    newest = taking.newest(kept.var / "drill")
    assert newest
    newest.write_bytes(flipped(newest.read_bytes(), newest.stat().st_size // 2))
    broken = manage(kept.var, "restore_drill", **settings)
    assert broken.returncode == 1
    assert "Traceback" not in broken.stderr
    figures.control("a byte of the newest archive flipped: the drill ends with 1", caught=1, of=1)
