"""Migrations while people work: no long locks, the version before goes on, a kill does no harm, and nothing drifts."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any

import psycopg2
import pytest
from django.apps import apps
from django.contrib.postgres.operations import AddIndexConcurrently
from django.core.management import call_command
from django.db import ProgrammingError, connection, migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from config import env
from core.backups import manifest, taking
from core.migrating import AddIndexBeside
from tests import databases
from tests.clusters import own_cluster
from tests.processes import own_database, wait_until
from tests.test_commands import manage, script

ROOT = Path(__file__).resolve().parent.parent.parent
BIG = 1_500_000
HELD = 3.0  # seconds that a long report holds its lock


# --- M1


@contextmanager
def longest(act: Callable[[Any], None], connect: Callable[[], Any]) -> Iterator[list[float]]:
    """How long each act of somebody who works beside took."""
    took: list[float] = []
    stop = threading.Event()

    def work() -> None:
        own = connect()
        own.autocommit = True
        with own.cursor() as cursor:
            while not stop.is_set():
                begun = monotonic()
                act(cursor)
                took.append(monotonic() - begun)
                stop.wait(0.01)
        own.close()

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    try:
        wait_until(lambda: took, seconds=60, what="somebody at work beside")
        yield took
    finally:
        stop.set()
        thread.join(timeout=120)


def insert(cursor: Any) -> None:
    cursor.execute("INSERT INTO big (words) VALUES ('a row of somebody who works')")


@pytest.mark.prove
@pytest.mark.serve
@pytest.mark.xdist_group("serve")
@pytest.mark.trust("M1", "changes as we make them on a table of 1.5 million rows, with inserts beside")
def test_changes_of_a_big_table_hold_nobody_up(figures: Any) -> None:
    gentle = {
        "a column that may be empty": "ALTER TABLE big ADD COLUMN one text",
        "a column with a default in the database": "ALTER TABLE big ADD COLUMN two integer DEFAULT 0 NOT NULL",
        "an index, concurrently": "CREATE INDEX CONCURRENTLY big_number ON big (number)",
        "a constraint, not valid": "ALTER TABLE big ADD CONSTRAINT positive CHECK (number >= 0) NOT VALID",
        "and validated": "ALTER TABLE big VALIDATE CONSTRAINT positive",
    }
    with own_cluster(fsync="off", max_wal_size="4GB", statement_timeout="120s") as cluster:
        cluster.sql("CREATE TABLE big (id bigserial PRIMARY KEY, number integer DEFAULT 1, words text)")
        cluster.sql(f"INSERT INTO big (number, words) SELECT g, 'words ' || g FROM generate_series(1, {BIG}) g")
        for name, statement in gentle.items():
            with longest(insert, cluster.connect) as took:
                cluster.sql(statement)
            figures(f"longest insert beside {name}", f"{max(took):.2f} s")
            assert max(took) <= 1, name
        rough = "ALTER TABLE big ALTER COLUMN number TYPE bigint; CREATE INDEX big_words ON big (words text_pattern_ops, id)"
        with longest(insert, cluster.connect) as took:
            cluster.sql(rough)
        figures("longest insert beside a rewrite and a plain index", f"{max(took):.2f} s")
        figures.control("a change of type and a plain index, which the check refuses", caught=int(max(took) > 1), of=1)


@pytest.mark.prove
@pytest.mark.serve
@pytest.mark.xdist_group("serve")
@pytest.mark.trust("M1", "a migration that must wait for a report of three seconds, run by core.migrating")
def test_a_migration_that_waits_lets_others_by(tmp_path: Path, figures: Any) -> None:
    assert databases.ON_POSTGRES, "asked on PostgreSQL"
    with own_database(filled=tmp_path) as url:
        patient = migrated_behind_a_report(tmp_path, url, "from core import migrating; migrating.migrate()")
        figures("longest wait of others", f"{patient:.2f} s")
        assert patient <= 1
        plain = migrated_behind_a_report(
            tmp_path, url, "from django.core.management import call_command; call_command('migrate', verbosity=0)"
        )
        figures("longest wait of others without the limit", f"{plain:.2f} s")
        figures.control("no limit on the wait for a lock", caught=int(plain > 1), of=1)


def with_a_later_application(folder: Path) -> dict[str, str]:
    """The environment of a product that has one application more, with one migration: a column for a table that is in use."""
    change = (
        "ALTER TABLE surveys_concern ADD COLUMN later varchar(9) NULL",
        "ALTER TABLE surveys_concern DROP COLUMN later",
    )
    files = {
        "later/__init__.py": "",
        "later/migrations/__init__.py": "",
        "later/migrations/0001_a_column.py": f"""
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("surveys", "0001_starting_point")]
    operations = [migrations.RunSQL(*{change!r})]
""",
        "later_settings.py": "from config.settings import *\nINSTALLED_APPS = [*INSTALLED_APPS, 'later']\n",
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return {"DJANGO_SETTINGS_MODULE": "later_settings", "PYTHONPATH": f"{folder}{os.pathsep}{ROOT}"}


def migrated_behind_a_report(var: Path, url: str, code: str) -> float:
    """The longest that somebody waited for the table meanwhile; the migration is done at the end."""
    here = {"DATABASE_URL": url} | with_a_later_application(var)
    back = manage(var, "migrate", "later", "zero", "--verbosity", "0", **here)
    assert back.returncode == 0, back.stderr
    report = psycopg2.connect(url)
    with report.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM surveys_concern")
        cursor.execute("SELECT pg_backend_pid()")
        holder = cursor.fetchone()[0]
    waiting = f"SELECT count(*) FROM pg_stat_activity WHERE {holder} = ANY (pg_blocking_pids(pid)) AND query LIKE 'ALTER TABLE%'"
    with longest(
        lambda cursor: cursor.execute("SELECT count(*) FROM surveys_concern"), lambda: psycopg2.connect(url)
    ) as took:
        environment = os.environ | here | {"VAR_DIR": str(var), "REDIS_URL": ""}
        running = subprocess.Popen(
            [sys.executable, str(ROOT / "manage.py"), "shell", "--no-imports", "-c", code], env=environment
        )
        try:
            wait_until(lambda: databases.sql(waiting)[0][0], seconds=120, what="the migration at the lock")
            until = monotonic() + HELD
            wait_until(lambda: monotonic() > until, seconds=HELD + 5, what="the end of the report")
            report.rollback()
            assert running.wait(timeout=120) == 0
        finally:
            running.kill()
            running.wait()
            report.close()
    done = manage(var, "migrate", "--check", **here)
    assert done.returncode == 0, done.stdout
    return max(took)


def told(*operations: Any, atomic: bool = True) -> list[str]:
    """What bin/migrations says of a migration with these operations, as the newest one of `core`."""
    lint = script("migrations")
    state = MigrationLoader(None, ignore_no_migrations=True).project_state()
    migration = migrations.Migration("9999_tried", "core")
    migration.operations, migration.atomic = list(operations), atomic
    return list(lint.unbearable(migration, state))


REFUSED = {
    "a column is removed": migrations.RemoveField("submission", "path"),
    "a table is removed": migrations.DeleteModel("Submission"),
    "a column is renamed": migrations.RenameField("submission", "path", "place"),
    "a table is renamed": migrations.RenameModel("Submission", "Sending"),
    "a table is moved": migrations.AlterModelTable("submission", "sendings"),
    "a column that must be given": migrations.AddField("submission", "kind", models.CharField(max_length=9, default="")),
    "a column that may no longer be empty": migrations.AlterField("outboxrow", "done_at", models.DateTimeField()),
}  # fmt: skip
TAKEN = {
    "a column that may be empty": migrations.AddField("submission", "kind", models.CharField(max_length=9, null=True)),
    "a default in the database": migrations.AddField("submission", "kind", models.CharField(max_length=9, db_default="")),
    "a new table": migrations.CreateModel("Another", [("id", models.BigAutoField(primary_key=True)), ("name", models.TextField())]),
}  # fmt: skip


@pytest.mark.trust("M2", "each change that the version before cannot bear, put to the check of new migrations")
def test_the_check_refuses_what_the_version_before_cannot_bear(figures: Any) -> None:
    refused = [name for name, operation in REFUSED.items() if told(operation)]
    assert refused == list(REFUSED)
    assert [name for name, operation in TAKEN.items() if told(operation)] == []
    assert told(*TAKEN.values(), atomic=False), "a kill would leave half of it"
    assert not told(TAKEN["a new table"], atomic=False)
    figures("unbearable changes refused", f"{len(refused)} of {len(REFUSED)}")
    figures("bearable changes refused", f"0 of {len(TAKEN)}")


@pytest.mark.trust(
    "M1", "every migration since the baseline read by squawk as PostgreSQL would run it; and ten that must be refused"
)
def test_the_check_reads_the_sql_of_new_migrations(tmp_path: Path, figures: Any) -> None:
    clean = subprocess.run([sys.executable, "bin/migrations"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert clean.returncode == 0, clean.stdout + clean.stderr
    lint = script("migrations")
    rough = {
        "index": "CREATE INDEX one ON core_submission (path);",
        "unique": "ALTER TABLE core_submission ADD CONSTRAINT one UNIQUE (path);",
        "check": "ALTER TABLE core_submission ADD CONSTRAINT one CHECK (path <> '');",
        "type": "ALTER TABLE core_submission ALTER COLUMN path TYPE text;",
        "volatile": "ALTER TABLE core_submission ADD COLUMN one uuid DEFAULT gen_random_uuid();",
        "required": "ALTER TABLE core_submission ADD COLUMN one integer NOT NULL;",
        "not null": "ALTER TABLE core_submission ALTER COLUMN path SET NOT NULL;",
        "dropped": "ALTER TABLE core_submission DROP COLUMN path;",
        "table": "DROP TABLE core_submission;",
        "renamed": "ALTER TABLE core_submission RENAME COLUMN path TO place;",
    }
    seen = {name for name, statement in rough.items() if list(lint.squawked({name: (statement + "\n", True)}))}
    figures.control("rough statements instead of ours", caught=len(seen), of=len(rough))
    gentle = "ALTER TABLE core_submission ADD COLUMN one varchar(9) NULL;\n"
    assert list(lint.squawked({"gentle": (gentle, True)})) == []


# --- M2 and M4 on the schema itself


def columns(table: str) -> dict[str, bool]:
    """Of the database: {column: may an insert leave it out?}"""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT column_name, is_nullable = 'YES' OR column_default IS NOT NULL OR is_identity = 'YES' "
                "FROM information_schema.columns WHERE table_schema = 'public' AND table_name = %s",
                [table],
            )
            return dict(cursor.fetchall())
        cursor.execute(f'PRAGMA table_info("{table}")')
        return {
            name: not must or default is not None or bool(key) for _, name, _, must, default, key in cursor.fetchall()
        }


def unbearable_schema(old: Any) -> list[str]:
    """What code with the models `old` could not read or write in the database as it is."""
    wrong = []
    for model in old.get_models():
        there = columns(model._meta.db_table)
        known = {field.column for field in model._meta.local_concrete_fields}
        wrong += [f"{model._meta.db_table}.{name} is read and is not there" for name in known - there.keys()]
        wrong += [f"{model._meta.db_table}.{name} must be given" for name in there.keys() - known if not there[name]]
    return wrong


@pytest.mark.django_db
@pytest.mark.trust(
    "M2",
    "the models of the last release on the newest schema: what they read is there, nothing they do not know is asked for",
)
def test_the_models_of_the_last_release_fit_the_newest_schema(figures: Any) -> None:
    baseline = (ROOT / "bin" / "migrations.baseline").read_text().split()
    loader = MigrationLoader(None, ignore_no_migrations=True)
    mine = {tuple(name.split(".", 1)) for name in baseline}
    others = {key for key in loader.graph.nodes if not (ROOT / key[0] / "migrations").is_dir()}
    old = loader.project_state(sorted(mine | others)).apps
    read = 0
    for model in old.get_models():
        model._base_manager.first()
        read += 1
    figures("tables read with the models of the last release", read)
    wrong = unbearable_schema(old)
    figures("columns missing or asked for in vain", len(wrong))
    assert wrong == []
    seen = 0
    for change in (
        "ALTER TABLE core_submission RENAME COLUMN path TO place",
        "ALTER TABLE core_outboxrow DROP COLUMN last_error",
    ):
        with connection.cursor() as cursor:
            cursor.execute(change)
        now = unbearable_schema(old)
        seen += len(now) > len(wrong)
        wrong = now
    figures.control("a column renamed, then one removed", caught=seen, of=2)


@pytest.mark.django_db
@pytest.mark.trust("M4", "models against migrations, and the migrated database against the models, column by column")
def test_nothing_drifts(figures: Any) -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
    wrong = unbearable_schema(apps)
    more = [
        f"{model._meta.db_table}.{name}"
        for model in apps.get_models(include_auto_created=True)
        for name in columns(model._meta.db_table).keys() - {field.column for field in model._meta.local_concrete_fields}
    ]
    figures("differences", len(wrong) + len(more))
    assert wrong + more == []


# --- M3


POINTS = 5


@pytest.mark.prove
@pytest.mark.serve
@pytest.mark.xdist_group("serve")
@pytest.mark.timeout(1500)
@pytest.mark.trust("M3", "kill -9 of manage.py migrate at five points of an empty database, run again each time")
@pytest.mark.trust("M4", "the schema after five kills, and after a dump and a restore, against one migrated in peace")
def test_migrate_killed_runs_again(tmp_path: Path, figures: Any, django_db_blocker: Any) -> None:
    assert databases.ON_POSTGRES, "asked on PostgreSQL"
    every = MigrationLoader(None).graph.nodes.values()
    total = sum(len(migration.replaces) or 1 for migration in every)  # each is written down under the names it replaces
    with own_database() as url, own_database() as again, django_db_blocker.unblock():
        for point in range(1, POINTS + 1):
            killed(tmp_path, url, at=total * point // (POINTS + 1))
        last = manage(tmp_path, "migrate", "--no-input", "--verbosity", "0", DATABASE_URL=url)
        assert last.returncode == 0, last.stderr
        figures("kills", POINTS)
        figures("runs that needed work by hand", 0)
        template = f"{env.DATABASE_URL.rpartition('/')[0]}/{databases.migrated()}"
        expected, found = schema_of(template), schema_of(url)
        assert found == expected
        dump = tmp_path / "dump"
        taking.run("pg_dump", settings_of(url), "--format=custom", f"--file={dump}")
        taking.run("pg_restore", settings_of(again), "--no-owner", "--exit-on-error", str(dump))
        assert schema_of(again) == expected
        figures("columns, constraints, indexes, triggers compared", sum(map(len, expected.values())))


@pytest.mark.prove
@pytest.mark.django_db(transaction=True)
@pytest.mark.trust(
    "M3", "an index left behind, half built or whole, by a migration that was killed before it was written down"
)
def test_an_index_left_behind_is_not_in_the_way(figures: Any) -> None:
    assert databases.ON_POSTGRES, "asked on PostgreSQL"
    index = models.Index(fields=["path"], name="left_behind")
    ours, djangos = AddIndexBeside("submission", index), AddIndexConcurrently("submission", index)
    invalid = "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'left_behind'::regclass"
    met = 0
    try:
        for left in ("CREATE INDEX left_behind ON core_submission (path)", invalid):
            with connection.cursor() as cursor:
                cursor.execute(left)
            try:
                build(djangos)
            except ProgrammingError:
                met += 1
            build(ours)
            assert is_valid(index.name)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP INDEX IF EXISTS left_behind")
    figures("indexes in the way", 0)
    figures.control("nothing dropped first", caught=met, of=2)


def build(operation: AddIndexConcurrently) -> None:
    state = ProjectState.from_apps(apps)
    with connection.schema_editor(atomic=False) as editor:
        operation.database_forwards("core", editor, state, state)


def is_valid(name: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT indisvalid FROM pg_index WHERE indexrelid = %s::regclass", [name])
        return bool(cursor.fetchone()[0])


def killed(var: Path, url: str, *, at: int) -> None:
    """`migrate` runs until that many migrations are written down, and is killed in the next."""
    environment = os.environ | {
        "DATABASE_URL": url,
        "VAR_DIR": str(var),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "REDIS_URL": "",
    }
    command = [sys.executable, str(ROOT / "manage.py"), "migrate", "--no-input", "--verbosity", "0"]
    running = subprocess.Popen(command, env=environment, start_new_session=True)
    look = psycopg2.connect(url)
    look.autocommit = True

    def done() -> bool:
        with look.cursor() as cursor:
            cursor.execute("SELECT to_regclass('django_migrations')")
            if cursor.fetchone()[0] is None:
                return False
            cursor.execute("SELECT count(*) FROM django_migrations")
            return bool(cursor.fetchone()[0] >= at)

    try:
        wait_until(done, seconds=400, what=f"{at} migrations")
        assert running.poll() is None, "it was over before it could be killed"
    finally:
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
        look.close()


def settings_of(url: str) -> dict[str, Any]:
    return dict(env.env.db_url_config(url))


def schema_of(url: str) -> dict[str, Any]:
    with taking.one_moment(settings_of(url)) as made:
        schema: dict[str, Any] = manifest.counted(made)["schema"]
    return schema
