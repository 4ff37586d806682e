"""A PostgreSQL of a test's own, in a temporary folder on a free port: for crashes, lost disks and going back in time."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg2

from tests.processes import wait_until


def programs() -> Path:
    """Where the server's programs are: the newest version of this machine."""
    return max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


# PostgreSQL does not run as root.
AS = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}


@dataclass
class Cluster:
    folder: Path
    port: int
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def run(self, program: str, *arguments: str) -> str:
        done = subprocess.run(
            [str(programs() / program), *arguments],
            capture_output=True, text=True, timeout=120, check=False, cwd=self.folder, **AS,
        )  # fmt: skip
        assert done.returncode == 0, f"{program}: {done.stderr}"
        return done.stdout

    def beside(self, program: str, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        """A program that goes on until the end."""
        log = (self.folder / f"{program}.log").open("ab")
        self.started.append(
            subprocess.Popen(
                [str(programs() / program), *arguments],
                stdout=log, stderr=log, cwd=self.folder, env={**os.environ, **environment}, **AS,
            )
        )  # fmt: skip
        log.close()
        return self.started[-1]

    def start(self, data: Path | None = None) -> None:
        data = data or self.data
        try:
            self.run("pg_ctl", f"--pgdata={data}", f"--log={data}.log", "--wait", "--timeout=60", "start")
        except AssertionError:
            raise AssertionError(Path(f"{data}.log").read_text()[-2000:]) from None

    def connect(self, **options: Any) -> Any:
        made = psycopg2.connect(
            host="127.0.0.1", port=self.port, user="postgres", dbname="postgres", connect_timeout=5, **options
        )
        made.autocommit = True
        return made

    def sql(self, statement: str) -> list[tuple[Any, ...]]:
        connection = self.connect()
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    def kill(self, data: Path | None = None) -> None:
        """The server and all it started, at once, as when the machine is gone."""
        main = int(((data or self.data) / "postmaster.pid").read_text().split()[0])
        every = [main, *_children(main)]
        for process in every:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        wait_until(lambda: not any(_alive(process) for process in every), seconds=20, what="the killed server")
        for socket_file in self.folder.glob(".s.PGSQL.*"):
            socket_file.unlink()


@contextmanager
def own_cluster(**settings: str) -> Iterator[Cluster]:
    folder = Path(tempfile.mkdtemp(prefix="cluster-"))
    cluster = Cluster(folder, free_port())
    if AS:
        shutil.chown(folder, "postgres", "postgres")
    try:
        cluster.run(
            "initdb", f"--pgdata={cluster.data}", "--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-sync"
        )
        configured(
            cluster.data,
            port=str(cluster.port),
            unix_socket_directories=str(folder),
            listen_addresses="127.0.0.1",
            **settings,
        )
        cluster.start()
        yield cluster
    finally:
        for process in cluster.started:
            with suppress(ProcessLookupError):
                process.kill()
            process.wait()
        for pid_file in folder.glob("*/postmaster.pid"):
            with suppress(FileNotFoundError, AssertionError, ValueError, IndexError):
                cluster.kill(pid_file.parent)
        shutil.rmtree(folder, ignore_errors=True)


def configured(data: Path, **settings: str) -> None:
    with (data / "postgresql.auto.conf").open("a") as out:
        out.writelines(f"{name} = '{value}'\n" for name, value in settings.items())


def to_recover(data: Path, wal: Path) -> None:
    """A base backup that follows the log in a folder to its end; what pg_receivewal has not finished ends in .partial."""
    command = f'cp "{wal}/%f" "%p" 2> /dev/null || cp "{wal}/%f.partial" "%p" 2> /dev/null'
    configured(data, archive_mode="off", synchronous_standby_names="", restore_command=command)
    (data / "recovery.signal").touch()
    if AS:
        shutil.chown(data / "recovery.signal", "postgres", "postgres")


def folder_of(cluster: Cluster, name: str) -> Path:
    """A folder that the server may write to."""
    made = cluster.folder / name
    made.mkdir(mode=0o700)
    if AS:
        owner = pwd.getpwnam("postgres")
        os.chown(made, owner.pw_uid, owner.pw_gid)
    return made


def _children(parent: int) -> list[int]:
    with suppress(FileNotFoundError):
        found = [int(each) for each in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]
        return found + [each for child in found for each in _children(child)]
    return []


def _alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False
