"""The two commands' own machinery: preparing the machine, preparing the data, counting the tests."""

from __future__ import annotations

import importlib.machinery
import importlib.util
import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from types import ModuleType

import pytest
from django.db.migrations.recorder import MigrationRecorder

from config.broker import Channel
from config.celery import app, broker
from core.management.commands.prepare import loaded
from tests.processes import own_database

ROOT = Path(__file__).resolve().parent.parent
CLOSED = "127.0.0.1:9"  # the discard port: nothing listens


def script(name: str) -> ModuleType:
    loader = importlib.machinery.SourceFileLoader(f"bin_{name}", str(ROOT / "bin" / name))
    spec = importlib.util.spec_from_loader(loader.name, loader)
    assert spec
    module = importlib.util.module_from_spec(spec)
    sys.modules[loader.name] = module
    loader.exec_module(module)
    return module


# --- bin/prepare


def test_without_rights_it_says_what_to_install_and_stops(monkeypatch, tmp_path, capsys):
    prepare = script("prepare")
    (tmp_path / "apt-get").symlink_to("/bin/true")  # a Debian, without sudo
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    wanted = {"libone": lambda: False, "libtwo": lambda: True, "libthree": lambda: False}
    with pytest.raises(SystemExit) as stopped:
        prepare.system_packages(wanted)
    assert stopped.value.code == 1
    said = capsys.readouterr().err
    assert said == "Missing system packages. As root, run: apt-get install --no-install-recommends libone libthree\n"


def test_nothing_missing_asks_apt_nothing(monkeypatch, tmp_path):
    prepare = script("prepare")
    called = tmp_path / "called"
    (tmp_path / "apt-get").write_text(f"#!/bin/sh\necho called > {called}\n")
    (tmp_path / "apt-get").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    prepare.system_packages({"libone": lambda: True})
    assert not called.exists()


def test_an_apt_that_fails_is_reported(monkeypatch, tmp_path, capsys):
    prepare = script("prepare")
    (tmp_path / "apt-get").write_text("#!/bin/sh\necho 'no space left' >&2\nexit 100\n")
    (tmp_path / "apt-get").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(SystemExit):
        prepare.system_packages({"libone": lambda: False})
    said = capsys.readouterr().err
    assert "no space left" in said
    assert "could not be installed" in said


def test_the_stamp_follows_the_requirements(tmp_path):
    prepare = script("prepare")
    first, second = tmp_path / "a.txt", tmp_path / "b.txt"
    first.write_text("django==5.2\n")
    second.write_text("django==5.2.1\n")
    assert prepare.digest(first) != prepare.digest(second)
    second.write_text("django==5.2\n")
    assert prepare.digest(first) == prepare.digest(second)


# --- manage.py prepare


def manage(var: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    environment = (
        os.environ | {"VAR_DIR": str(var), "DJANGO_SETTINGS_MODULE": "config.settings", "REDIS_URL": ""} | more
    )
    return subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *arguments],
        env=environment, capture_output=True, text=True, timeout=500, check=False,
    )  # fmt: skip


def test_prepare_does_everything_once(tmp_path):
    with own_database() as url:
        first = manage(tmp_path, "prepare", DATABASE_URL=url)
        assert first.returncode == 0, first.stderr
        assert first.stdout.split("…\n") == [
            "Database",
            "Static files",
            "Reference data",
            "History",
            "Demonstration",
            "",
        ]
        counts = manage(tmp_path, "national_figures", "--json", DATABASE_URL=url)
        assert json.loads(counts.stdout)

        again = manage(tmp_path, "prepare", DATABASE_URL=url)
        assert (again.returncode, again.stdout, again.stderr) == (0, "", "")


@pytest.mark.django_db
def test_a_stamp_does_not_fit_another_database():
    """A folder that says the data were loaded, beside a database that is new: another first migration, another stamp."""
    here = loaded(["load_history"])
    assert loaded(["load_history"]) == here
    assert loaded(["load_history", "load_demo"]) != here
    first = MigrationRecorder.Migration.objects.order_by("pk")[0]
    MigrationRecorder.Migration.objects.filter(pk=first.pk).update(applied=first.applied + timedelta(microseconds=1))
    assert loaded(["load_history"]) != here


def test_prepare_says_in_one_line_that_the_database_is_away(tmp_path):
    refused = manage(tmp_path, "prepare", DATABASE_URL=f"postgres://nobody@{CLOSED}/none")
    assert refused.returncode == 1
    assert refused.stderr.startswith("CommandError: The database refused: ")
    assert refused.stderr.count("\n") == 1


# --- the broker of one machine


def test_a_message_appears_whole_or_not_at_all(tmp_path, monkeypatch):
    """What is written gets a name no worker reads; only the complete file is renamed into the queue."""
    settings = broker("", tmp_path)
    queue = tmp_path / "broker" / "queue"
    at_rename: list[list[str]] = []
    replace = Path.replace

    def watched(self: Path, target: Path) -> Path:
        at_rename.append([path.name for path in queue.iterdir()])
        assert json.loads(self.read_text()) == {"body": "tick"}
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", watched)
    with app.connection(settings["broker_url"], transport_options=settings["broker_transport_options"]) as connection:
        channel = connection.channel()
        assert isinstance(channel, Channel)
        channel._put("celery", {"body": "tick"})
        ((unfinished,),) = at_rename
        assert unfinished.endswith(".unfinished")
        assert channel._get("celery") == {"body": "tick"}
    assert list(queue.iterdir()) == []


def test_redis_is_chosen_by_its_address_alone(tmp_path):
    settings = broker("redis://cache.example:6379/0", tmp_path)
    assert settings["broker_url"] == "redis://cache.example:6379/0"
    options = settings["broker_transport_options"]
    assert options["visibility_timeout"] > app.conf.task_time_limit, (
        "a task still running would be given to a second worker"
    )
    assert not (tmp_path / "broker").exists()


def test_every_task_on_the_schedule_exists():
    app.loader.import_default_modules()
    for entry in app.conf.beat_schedule.values():
        assert entry["task"] in app.tasks


# --- bin/test


def test_a_report_is_counted(tmp_path):
    report = tmp_path / "report.xml"
    report.write_text(
        "<testsuites><testsuite><testcase/><testcase/><testcase><failure/></testcase>"
        "<testcase><error/></testcase><testcase><skipped/></testcase></testsuite></testsuites>"
    )
    assert str(script("test").read(report)) == "2 passed, 2 failed, 1 skipped"


def test_a_server_that_does_not_answer_is_named(monkeypatch):
    monkeypatch.setenv("TEST_DATABASE_URL", f"postgres://postgres@{CLOSED}/postgres")
    assert script("test").unreachable().startswith("PostgreSQL does not answer: ")


@pytest.mark.parametrize(
    ("failed", "missing", "ci", "lines", "code"),
    [
        ([], "", True, ["", "7 passed, 0 failed"], 0),
        ([], "Away.", False, ["", "!!! NOT RUN on PostgreSQL and Redis. Away.", "7 passed, 0 failed"], 0),
        ([], "Away.", True, ["", "!!! NOT RUN on PostgreSQL and Redis. Away.", "7 passed, 1 failed"], 1),
        (["mypy", "templates"], "", False, ["", "Checks that failed: mypy, templates", "7 passed, 2 failed"], 1),
    ],
)
def test_the_last_line_counts_everything_that_failed(failed, missing, ci, lines, code):
    module = script("test")
    assert module.verdict(module.Tally(passed=7, skipped=1), failed, missing, ci=ci) == (lines, code)


@pytest.mark.parametrize(
    "line",
    [["explain_deadline", "--framework"], ["render_letter"], ["propose_timetable", "week.json", "--seconds", "x"]],
)
def test_a_command_line_that_cannot_be_read_is_told_in_one_line(tmp_path: Path, line: list[str]) -> None:
    told = subprocess.run(
        [sys.executable, "manage.py", *line], cwd=ROOT, env=os.environ | {"VAR_DIR": str(tmp_path)},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (told.returncode, told.stdout) == (2, "")
    assert told.stderr.startswith(f"manage.py {line[0]}: ")
    assert told.stderr.count("\n") == 1
