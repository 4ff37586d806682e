"""Backups are taken, damaged, restored and compared. A restore that is not whole must never say that it is."""

from __future__ import annotations

import io
import os
import random
import shutil
import subprocess
import tarfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pyrage
import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from config import env
from core import files
from core.backups import archive, manifest, restoring, taking
from tests import databases
from tests import factories as make
from tests.processes import own_database
from tests.test_commands import manage

ROOT = Path(__file__).resolve().parent.parent.parent
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


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Iterator[Kept]:
    var, role = tmp_path_factory.mktemp("kept"), f"reader_{uuid.uuid4().hex[:12]}"
    key = pyrage.x25519.Identity.generate()
    with django_db_blocker.unblock(), own_database(filled=var) as url:
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


@pytest.mark.prove
@pytest.mark.django_db
@pytest.mark.trust("B2", "bytes flipped, ends cut off, another key, a file taken out, an archive of nothing")
def test_a_damaged_backup_is_never_said_to_be_whole(kept: Kept, tmp_path: Path, figures: Any) -> None:
    whole = kept.taken.path.read_bytes()
    chance = random.Random(17)
    damaged = [flipped(whole, chance.randrange(len(whole))) for _ in range(40)]
    damaged += [whole[: chance.randrange(len(whole))] for _ in range(20)] + [whole[:-1], b""]
    with empty(tmp_path) as into:
        claims = sum(claims_success(kept, tmp_path, content, into) for content in damaged)
        claims += claims_success(kept, tmp_path, whole, into, key=pyrage.x25519.Identity.generate())
    # Sealed again by somebody who may write backups, with something missing or changed inside.
    inside = members(kept)
    one = next(name for name in inside if name.startswith("files/"))
    dump = next(name for name in inside if name.startswith("database."))
    resealed = (
        {one: None}, {one: inside[one] + b"x"}, {one: flipped(inside[one], 0)}, {dump: None}, {"manifest.json": None},
        {dump: flipped(inside[dump], len(inside[dump]) // 2)}, {dump: inside[dump][:-4096]}, {"../outside": b"x"},
    )  # fmt: skip
    for number, change in enumerate(resealed):
        path = tmp_path / f"resealed-{number}{archive.ENDING}"
        with archive.writing(path, [kept.key.to_public()]) as tar:
            for name, content in (inside | change).items():
                if content is not None:
                    archive.add_bytes(tar, name, content)
        with empty(tmp_path) as into:
            claims += claims_success(kept, tmp_path, path.read_bytes(), into)
    figures("damaged archives", len(damaged) + 1 + len(resealed))
    figures("restores that claim success", claims)
    assert claims == 0
    assert not (tmp_path / "outside").exists()
    # The same without age: a plain tar gives back what was changed inside a file as if nothing were.
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w") as tar:
        archive.add_bytes(tar, one, b"a" * 100_000)
    taken_in = 0
    for _ in range(20):
        with tarfile.open(fileobj=io.BytesIO(flipped(plain.getvalue(), 512 + chance.randrange(100_000)))) as tar:
            content = tar.extractfile(one)
            taken_in += content is not None and content.read() != b"a" * 100_000
    figures.control("a plain tar instead of the seal", caught=taken_in, of=20)


def flipped(content: bytes, at: int) -> bytes:
    return content[:at] + bytes([content[at] ^ 0x20]) + content[at + 1 :]


def members(kept: Kept) -> dict[str, bytes | Any]:
    with archive.reading(kept.taken.path, kept.key) as found:
        return {name: content.read() for name, content in found}


def claims_success(kept: Kept, tmp_path: Path, content: bytes, into: dict[str, Any], key: Any = None) -> bool:
    folder = tmp_path / uuid.uuid4().hex
    folder.mkdir()
    path = folder / f"damaged{archive.ENDING}"
    path.write_bytes(content)
    try:
        return not restored(kept, folder, into, path, key).differences
    except restoring.CannotRestore:
        return False
    finally:
        shutil.rmtree(folder)


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


@pytest.mark.trust("B4", "files of an earlier and of a later moment than the rows; files changed")
@pytest.mark.django_db(transaction=True)
def test_rows_and_files_of_different_moments_are_told_apart(tmp_path: Path, settings: Any, figures: Any) -> None:
    settings.PRIVATE_ROOT = tmp_path / "files"
    person = make.UserFactory.create()
    kept = [files.keep_made(by=person, name=f"{n}.txt", kind="txt", content=b"%d" % n) for n in range(20)]
    assert told() == (0, ["20 as given, 0 missing, 0 changed, 0 without a row"])
    gone, altered = kept[:7], kept[7:9]
    for stored in gone:
        (settings.PRIVATE_ROOT / stored.stored_as).unlink()
    for stored in altered:
        (settings.PRIVATE_ROOT / stored.stored_as).write_bytes(b"other")
    code, lines = told()
    assert code == 1
    assert sorted(lines[:-1]) == sorted(
        [f"row without file: {each.stored_as}" for each in gone]
        + [f"not what was given: {each.stored_as}" for each in altered]
    )
    # Later files than the rows: no row misses one, and they do no harm.
    for stored in (*gone, *altered):
        files.forget(stored)
    for number in range(3):
        later = settings.PRIVATE_ROOT / "ff" / f"{number}"
        later.parent.mkdir(exist_ok=True)
        later.touch()
    assert told() == (0, ["11 as given, 0 missing, 0 changed, 3 without a row"])
    figures("rows without a file, reported", f"{len(gone)} of {len(gone)}")
    figures("changed files, reported", f"{len(altered)} of {len(altered)}")
    figures("files without a row, counted", "3 of 3")


def told() -> tuple[int, list[str]]:
    out = StringIO()
    try:
        call_command("compare_files", stdout=out)
    except CommandError as error:
        return error.returncode, out.getvalue().splitlines()
    return 0, out.getvalue().splitlines()


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


@pytest.mark.django_db
@pytest.mark.trust("B2", "the commands themselves: no recipient, no key, no such archive, a full disk")
def test_the_commands_say_in_one_line_what_is_wrong(tmp_path: Path, settings: Any, figures: Any) -> None:
    settings.BACKUP_RECIPIENTS, settings.BACKUP_OWN_KEY = [], None
    asked = {
        ("backup",): "Set BACKUP_RECIPIENTS",
        ("backup", "--into", str(tmp_path), "--newest-within", "26"): "There is no backup",
        ("restore", str(tmp_path / "none")): "There is no backup",
        ("restore_drill", str(tmp_path / "none")): "There is no backup",
        ("restore", str(ROOT / "manage.py")): "Give the file of the key",
        ("restore", str(ROOT / "manage.py"), "--identity", str(ROOT / "manage.py")): "holds no key",
        ("backup_key", str(ROOT / "manage.py")): "is there already",
    }
    for line, words in asked.items():
        with pytest.raises(CommandError, match=words):
            call_command(*line)
    settings.BACKUP_RECIPIENTS = ["age1wrong"]
    with pytest.raises(CommandError, match="begins with age1"):
        call_command("backup")
    settings.BACKUP_RECIPIENTS = [str(pyrage.x25519.Identity.generate().to_public())]
    with pytest.raises(CommandError, match="could not be written"):
        call_command("backup", "--into", "/dev/full/backups")
    figures("refused in one line", f"{len(asked) + 2} of {len(asked) + 2}")


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
