"""The servers a service stands on, each on a port of its own, to be killed, held and filled: PostgreSQL, Redis and a mail server."""

from __future__ import annotations

import re
import shutil
import signal
import socket
import subprocess
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg2
import redis
from aiosmtpd.controller import Controller

from config import env
from tests import databases
from tests.processes import wait_until

POSTGRES = Path("/usr/lib/postgresql/15/bin")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Postgres:
    """A cluster of one's own. Its tables are on a small disk that can be filled; its log is beside, as on a server that is set up well."""

    SIZE = "220m"

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.data = folder / "data"
        self.data.mkdir()
        subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={self.SIZE},mode=0700", "tmpfs", str(self.data)], check=True
        )
        for path in (folder, self.data):
            shutil.chown(path, "postgres")
        self._run("initdb", "--no-sync", "-A", "trust", "-E", "UTF8", "--waldir", str(folder / "wal"))
        with (self.data / "postgresql.conf").open("a") as conf:
            conf.write(
                f"port={self.port}\nlisten_addresses='127.0.0.1'\nunix_socket_directories='{folder}'\nmax_connections=60\n"
            )
        self.start()
        self.sql("CREATE DATABASE trust", database="postgres")
        dump = subprocess.run(
            [POSTGRES / "pg_dump", f"{env.DATABASE_URL.rpartition('/')[0]}/{databases.migrated()}"],
            check=True, capture_output=True,
        )  # fmt: skip
        subprocess.run([POSTGRES / "psql", "-q", self.url], input=dump.stdout, check=True, stdout=subprocess.DEVNULL)

    @property
    def url(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/trust"

    def _run(self, program: str, *arguments: str) -> None:
        command = ["runuser", "-u", "postgres", "--", str(POSTGRES / program), "-D", str(self.data), *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=self.folder, timeout=60)

    def start(self) -> None:
        self._run("pg_ctl", "-w", "-l", str(self.folder / "log"), "start")

    def stop(self, mode: str = "immediate") -> None:
        self._run("pg_ctl", "-w", "-m", mode, "stop")

    def crash(self) -> None:
        self._run("pg_ctl", "-w", "-m", "immediate", "-l", str(self.folder / "log"), "restart")

    def cut_all(self) -> None:
        self.sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'trust' AND pid <> pg_backend_pid()"
        )

    def sql(self, statement: str, *values: Any, database: str = "trust") -> list[tuple[Any, ...]]:
        connection = psycopg2.connect(f"{self.url.rpartition('/')[0]}/{database}", connect_timeout=5)
        try:
            connection.autocommit = True
            cursor = connection.cursor()
            cursor.execute(statement, values or None)
            return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    def end(self) -> None:
        with suppress(subprocess.SubprocessError):
            self.stop()
        subprocess.run(["umount", "-l", str(self.data)], check=False)


class Redis:
    """It keeps nothing on disk: killed, it is empty."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.process: subprocess.Popen[bytes] | None = None
        self.start()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        command = [
            "redis-server",
            "--port",
            str(self.port),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--dir",
            str(self.folder),
        ]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_until(self.answers, seconds=20, what="Redis")

    def answers(self) -> bool:
        with suppress(redis.RedisError):
            return bool(self.client().ping())
        return False

    def client(self) -> Any:
        return redis.Redis.from_url(self.url, socket_timeout=2, socket_connect_timeout=2)

    def signal(self, number: int) -> None:
        assert self.process
        self.process.send_signal(number)

    def kill(self) -> None:
        self.signal(signal.SIGKILL)
        assert self.process
        self.process.wait()

    def end(self) -> None:
        if self.process and self.process.poll() is None:
            self.kill()


class MailServer:
    """A real SMTP server. `received` is what it took, by Message-ID; `way` is how it behaves: take, refuse, slow, silent, hold."""

    def __init__(self) -> None:
        self.received: list[tuple[str, str, float]] = []
        self.way, self.tries = "take", Counter[str]()
        self.port = free_port()
        self.controller: Any = None
        self.start()

    def start(self) -> None:
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    def stop(self) -> None:
        self.controller.stop()

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        import asyncio

        self.tries[address] += 1
        while self.way == "hold":
            await asyncio.sleep(0.02)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        import asyncio

        if self.way == "refuse":
            return "451 Try again later"
        found = re.search(rb"Message-ID: *(\S+)", envelope.content, re.IGNORECASE)
        self.received.append((found.group(1).decode() if found else "", envelope.rcpt_tos[0], time.monotonic()))
        if self.way == "slow":
            await asyncio.sleep(2)
        while self.way == "silent":
            await asyncio.sleep(0.05)
        return "250 OK"

    def to(self, address: str) -> int:
        return sum(to == address for _, to, _ in self.received)
