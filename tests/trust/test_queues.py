"""R19: what is sent to a queue is read from it by the workers as they are started."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from config import supervisor
from config.celery import app

ROOT = Path(__file__).resolve().parent.parent.parent
STARTED_BY = ("compose.yaml", "deploy/systemd/inspections-worker.service", "config/supervisor.py")


def read_by(command: str) -> set[str]:
    """The queues a worker with these options reads."""
    named = re.search(r"(?:-Q|--queues)[\s,\"'=]+([\w,]+)", command)
    return set(named.group(1).split(",")) if named else {app.conf.task_default_queue}


def written() -> set[str]:
    app.loader.import_default_modules()
    ours = [name for name in app.tasks if not name.startswith("celery.")]
    routed = {app.amqp.router.route({}, name)["queue"].name for name in ours}
    return routed | {
        entry.get("options", {}).get("queue", app.conf.task_default_queue) for entry in app.conf.beat_schedule.values()
    }


@pytest.mark.trust("R19", "the queues of every task and tick against those each way of starting reads")
def test_every_queue_is_read(figures: Any) -> None:
    for path in STARTED_BY:
        assert "worker" in (ROOT / path).read_text()
        assert written() - read_by((ROOT / path).read_text()) == set(), path
    figures("queues nobody reads", 0)
    figures.control(
        "a worker that reads another queue", caught=int(bool(written() - read_by("worker -Q letters"))), of=1
    )


@pytest.mark.trust("R19", "the queues of every task and tick against those each way of starting reads")
def test_every_tick_is_a_task_that_exists() -> None:
    app.loader.import_default_modules()
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} - set(app.tasks) == set()
    commands = {child.name: child.command for child in _children()}
    assert "config.celery" in commands["worker"]


def _children() -> list[Any]:
    import socket
    import tempfile

    with socket.socket() as listener, tempfile.TemporaryDirectory() as folder:
        return supervisor.children(var_dir=Path(folder), listener=listener, tasks=1, to_terminal=True)
