"""The disk and the machine of the database are lost at once, or a mistake is to be undone: with a PostgreSQL of our own."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic
from typing import Any

import psycopg2
import pytest

from config import env
from core.backups import manifest, taking
from tests import databases
from tests.clusters import AS, Cluster, configured, folder_of, free_port, own_cluster, programs, to_recover
from tests.processes import wait_until

pytestmark = [pytest.mark.prove, pytest.mark.serve, pytest.mark.xdist_group("serve")]
ROOT = Path(__file__).resolve().parent.parent.parent
WRITERS, ENOUGH = 4, 1500


def acknowledged(
    cluster: Cluster, enough: int, *, base: int, first: Callable[[Callable[[], int]], None] = lambda _: None
) -> list[int]:
    """Writers note what they were told is saved, until the server is gone; it is killed once there is enough, after what is done `first`
    (it is given how many rows were acknowledged by now)."""
    noted: list[list[int]] = [[] for _ in range(WRITERS)]

    def write(who: int) -> None:
        number = base + who * 1_000_000
        try:
            connection = cluster.connect()
            with connection.cursor() as cursor:
                while True:
                    number += 1
                    cursor.execute("INSERT INTO saved (number, words) VALUES (%s, repeat('x', 200))", [number])
                    noted[who].append(number)
        except psycopg2.Error:
            return

    threads = [threading.Thread(target=write, args=(who,), daemon=True) for who in range(WRITERS)]
    for thread in threads:
        thread.start()
    wait_until(lambda: sum(map(len, noted)) >= enough, seconds=90, what=f"{enough} acknowledged rows")
    first(lambda: sum(map(len, noted)))
    cluster.kill()
    for thread in threads:
        thread.join(timeout=20)
    return [number for each in noted for number in each]


def lost_with(*, synchronous: bool) -> tuple[int, int, float]:
    """(acknowledged, of these lost, seconds to be back) when the data directory goes with the machine."""
    with own_cluster(
        wal_level="replica",
        archive_mode="on",
        archive_command="cp %p ../archive/%f",
        archive_timeout="60",
        max_wal_senders="5",
    ) as cluster:
        archive, received = folder_of(cluster, "archive"), folder_of(cluster, "received")
        cluster.sql("CREATE TABLE saved (number bigint PRIMARY KEY, words text)")
        cluster.run("pg_basebackup", "--host=127.0.0.1", f"--port={cluster.port}", "--username=postgres",
                    f"--pgdata={cluster.folder / 'base'}", "--checkpoint=fast", "--no-sync")  # fmt: skip
        if synchronous:
            place = ["--host=127.0.0.1", f"--port={cluster.port}", "--username=postgres"]
            cluster.run("pg_receivewal", *place, "--slot=receiver", "--create-slot")
            cluster.beside(
                "pg_receivewal",
                *place,
                "--slot=receiver",
                f"--directory={received}",
                "--synchronous",
                PGAPPNAME="receiver",
            )
            cluster.sql("ALTER SYSTEM SET synchronous_standby_names = 'receiver'")
            cluster.sql("SELECT pg_reload_conf()")
            wait_until(
                lambda: cluster.sql("SELECT sync_state FROM pg_stat_replication") == [("sync",)],
                seconds=30, what="a synchronous receiver",
            )  # fmt: skip
        told = acknowledged(cluster, ENOUGH, base=0)
        begun = monotonic()
        subprocess.run(["rm", "-rf", str(cluster.data)], check=True)
        back = cluster.folder / "base"
        to_recover(back, received if synchronous else archive)
        cluster.start(back)
        wait_until(
            lambda: cluster.sql("SELECT pg_is_in_recovery()") == [(False,)], seconds=60, what="the end of recovery"
        )
        there = {number for (number,) in cluster.sql("SELECT number FROM saved")}
        return len(told), len(set(told) - there), monotonic() - begun


@pytest.mark.trust("B3", "kill -9 and the data directory deleted while four writers are told that rows are saved")
def test_disk_and_machine_lost_at_once(figures: Any) -> None:
    told, lost, seconds = lost_with(synchronous=True)
    figures("acknowledged, with a synchronous receiver", f"{told:,}")
    figures("lost", lost)
    figures("seconds to be back", f"{seconds:.0f}")
    assert lost == 0
    told, lost, _ = lost_with(synchronous=False)
    figures("acknowledged, with an archive of whole segments only", f"{told:,}")
    figures("lost with the archive only", f"{lost:,}")
    figures.control("an archive of whole segments only", caught=int(lost > 0), of=1)


def lost_at_take_over(*, synchronous: bool) -> tuple[int, int, float]:
    """(acknowledged, of these lost, seconds until the standby takes writes): the line between the two is cut, then the first is gone."""
    with own_cluster(wal_level="replica", max_wal_senders="5") as cluster:
        cluster.sql("CREATE TABLE saved (number bigint PRIMARY KEY, words text)")
        place = ["--host=127.0.0.1", f"--port={cluster.port}", "--username=postgres"]
        data = cluster.folder / "standby"
        cluster.run(
            "pg_basebackup", *place, f"--pgdata={data}", "--write-recovery-conf", "--checkpoint=fast", "--no-sync"
        )
        second = Cluster(cluster.folder, free_port())
        line = f"host=127.0.0.1 port={cluster.port} user=postgres application_name=second"
        configured(data, port=str(second.port), primary_conninfo=line)
        second.start(data)
        state = "sync" if synchronous else "async"
        if synchronous:
            cluster.sql("ALTER SYSTEM SET synchronous_standby_names = 'second'")
            cluster.sql("SELECT pg_reload_conf()")
        wait_until(
            lambda: cluster.sql("SELECT state, sync_state FROM pg_stat_replication") == [("streaming", state)],
            seconds=60, what=f"a standby ({state})",
        )  # fmt: skip

        def cut_the_line(so_far: Callable[[], int]) -> None:
            second.sql("ALTER SYSTEM SET primary_conninfo = 'host=127.0.0.1 port=1'")
            second.sql("SELECT pg_reload_conf()")
            wait_until(lambda: not cluster.sql("SELECT 1 FROM pg_stat_replication"), seconds=60, what="the line cut")
            before, pause = so_far(), threading.Event()
            for _ in range(100):  # who waits for nobody is soon told more
                if so_far() > before + 100:
                    break
                pause.wait(0.05)

        told = acknowledged(cluster, ENOUGH, base=0, first=cut_the_line)
        begun = monotonic()
        subprocess.run(["rm", "-rf", str(cluster.data)], check=True)
        second.run("pg_ctl", f"--pgdata={data}", "--wait", "promote")
        second.sql("INSERT INTO saved (number, words) VALUES (-1, 'taken over')")
        took = monotonic() - begun
        there = {number for (number,) in second.sql("SELECT number FROM saved")}
        return len(told), len(set(told) - there), took


@pytest.mark.trust(
    "R5",
    "four writers, the line to the standby cut, then kill -9 of the first database and its disk gone; the standby promoted",
)
def test_a_standby_takes_over(figures: Any) -> None:
    told, lost, seconds = lost_at_take_over(synchronous=True)
    figures("acknowledged, with a synchronous standby", f"{told:,}")
    figures("lost", lost)
    figures("seconds until the standby takes writes", f"{seconds:.1f}")
    assert lost == 0
    told, lost, _ = lost_at_take_over(synchronous=False)
    figures("acknowledged, with one that nobody waits for", f"{told:,}")
    figures("lost with one that nobody waits for", f"{lost:,}")
    figures.control("a standby that nobody waits for", caught=int(lost > 0), of=1)


@pytest.mark.trust("B5", "rows of two tables deleted, work done after it; deploy/point_in_time to the instant before")
def test_back_to_the_minute_before_a_mistake(tmp_path: Path, figures: Any) -> None:
    assert databases.ON_POSTGRES, "asked on PostgreSQL"
    with own_cluster(wal_level="replica", max_wal_senders="5", track_commit_timestamp="on") as cluster:
        received = folder_of(cluster, "received")
        place = ["--host=127.0.0.1", f"--port={cluster.port}", "--username=postgres"]
        # The schema of the product, from the database in which every migration has run.
        dump = tmp_path / "schema.dump"
        taking.run("pg_dump", dict(env.env.db_url_config(f"{env.DATABASE_URL.rpartition('/')[0]}/{databases.migrated()}")),
                   "--format=custom", f"--file={dump}")  # fmt: skip
        source = dict(env.env.db_url_config(f"postgres://postgres@127.0.0.1:{cluster.port}/postgres"))
        taking.run("pg_restore", source, "--no-owner", "--exit-on-error", str(dump))
        cluster.sql("CREATE TABLE work AS SELECT g AS id, 'words ' || g AS words FROM generate_series(1, 5000) g")
        cluster.run("pg_receivewal", *place, "--slot=receiver", "--create-slot")
        cluster.beside(
            "pg_receivewal", *place, "--slot=receiver", f"--directory={received}", "--synchronous", PGAPPNAME="receiver"
        )
        cluster.run("pg_basebackup", *place, f"--pgdata={cluster.folder / 'base'}", "--checkpoint=fast", "--no-sync")
        cluster.sql("UPDATE work SET words = words || ', corrected' WHERE id % 3 = 0")
        cluster.sql("INSERT INTO partnerships_region (code, name) VALUES ('E12000009', 'South West')")
        before = looked_at(source)
        instant = str(cluster.sql("SELECT clock_timestamp()")[0][0])
        cluster.sql("DELETE FROM work WHERE id > 100")
        cluster.sql("DELETE FROM partnerships_region")
        cluster.sql("INSERT INTO work SELECT 9000 + g, 'work after the mistake' FROM generate_series(1, 50) g")
        after = looked_at(source)
        wrong_after = len(manifest.differences(before, after))
        behind = "SELECT pg_current_wal_lsn() - flush_lsn FROM pg_stat_replication"
        wait_until(lambda: cluster.sql(behind)[0][0] == 0, seconds=30, what="the receiver")

        begun, port = monotonic(), free_port()
        script = shutil.copy(ROOT / "deploy" / "point_in_time", cluster.folder)  # where postgres may read it
        back = Cluster(cluster.folder, port)
        done = subprocess.run(
            [str(script), str(cluster.folder / "base"), str(received), instant, str(cluster.folder / "back"), str(port)],
            capture_output=True, text=True, timeout=120, check=False, cwd=cluster.folder,
            env={"PATH": "/usr/bin:/bin", "PG_BIN": str(programs())}, **AS,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr + done.stdout
        assert "Answers on" in done.stdout
        found = looked_at(source | {"PORT": str(port)})
        told = manifest.differences(before, found)
        figures("tables wrong at the instant before", len(told))
        figures("seconds to look at it", f"{monotonic() - begun:.1f}")
        assert told == []
        back.sql("SELECT pg_wal_replay_resume()")
        wait_until(lambda: back.sql("SELECT pg_is_in_recovery()") == [(False,)], seconds=60, what="the promotion")
        # From it the rows are carried back by hand; what was done after the mistake stays.
        assert back.sql("SELECT count(*) FROM work") == [(5000,)]
        figures.control("the database as it is after the mistake", caught=int(wrong_after == 2), of=1)


@pytest.fixture(autouse=True)
def other_databases(django_db_blocker: Any) -> Iterator[None]:
    """The databases looked at are not the test's own."""
    with django_db_blocker.unblock():
        yield


def looked_at(source: dict[str, Any]) -> dict[str, Any]:
    with taking.one_moment(source) as connection:
        return manifest.counted(connection)
