"""Celery: a metronome and hands. What is due is decided in the database (`core.outbox`, deadlines), never by the broker.

So a message may be lost (a killed worker, an emptied broker) and costs one tick; no web request ever publishes one.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from celery import Celery, Task
from celery.schedules import crontab
from kombu.transport import TRANSPORT_ALIASES

from config import env
from core import reach

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

RELAY_EVERY = 5.0  # seconds between two looks at the outbox
# Longer than the longest task may run: Redis gives a message to a second worker after this many seconds.
TASK_LIMIT = 300
VISIBILITY = TASK_LIMIT + 60


def broker(redis_url: str, var_dir: Path) -> dict[str, Any]:
    """The broker's settings: Redis when there is an address, else folders under `var_dir` (made here)."""
    if redis_url:
        return {
            "broker_url": redis_url,
            "broker_transport_options": {
                "visibility_timeout": VISIBILITY,
                # By default unacknowledged messages are looked at every 100 s only.
                "unacked_restore_interval": 5,
                "unacked_restore_throttle": 1,
                # A Redis that hangs must not hang us.
                "socket_timeout": 10,
                "socket_connect_timeout": 5,
                "socket_keepalive": True,
                "retry_on_timeout": True,
            },
        }
    folder = var_dir / "broker"
    options: dict[str, Any] = {"polling_interval": 0.2, "store_processed": False}
    # In and out are the same folder: one machine writes and reads.
    for option, name in (("data_folder_in", "queue"), ("data_folder_out", "queue"), ("control_folder", "control")):
        (folder / name).mkdir(parents=True, exist_ok=True)
        options[option] = str(folder / name)
    return {"broker_url": "folder://localhost", "broker_transport_options": options}


class TaskOfAll(Task):
    """Tasks do the work of every partnership."""

    abstract = True

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        with reach.everything():
            return super().__call__(*args, **kwargs)


TRANSPORT_ALIASES["folder"] = "config.broker:Transport"
app = Celery("inspections", task_cls=TaskOfAll)
app.conf.update(
    broker(env.REDIS_URL, env.VAR_DIR),
    broker_connection_retry_on_startup=True,
    task_serializer="json",
    event_serializer="json",
    accept_content=["json"],
    timezone="Europe/London",
    # Messages carry UTC; the schedule is read in London.
    enable_utc=True,
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_time_limit=TASK_LIMIT,
    task_soft_time_limit=TASK_LIMIT - 60,
    worker_prefetch_multiplier=1,
    worker_enable_remote_control=False,
    worker_hijack_root_logger=False,
    worker_redirect_stdouts=False,
    beat_scheduler="config.scheduler:Scheduler",
    beat_schedule={
        # A tick that nobody took before the next one is dropped: ticks must not pile up while the worker is down.
        "relay the outbox": {
            "task": "core.tasks.relay_outbox",
            "schedule": RELAY_EVERY,
            "options": {"expires": RELAY_EVERY},
        },
        "the canary": {"task": "core.tasks.canary", "schedule": 60.0, "options": {"expires": 60.0}},
        "ask again for what was forgotten": {
            "task": "core.tasks.ask_again",
            "schedule": 300.0,
            "options": {"expires": 300.0},
        },
        "ask the virus scanner again": {
            "task": "core.tasks.check_waiting_files",
            "schedule": 60.0,
            "options": {"expires": 60.0},
        },
        "remove what broken uploads left": {
            "task": "core.tasks.sweep_files",
            "schedule": crontab(minute="40"),
            "options": {"expires": 3600.0},
        },
        "sweep the deadlines": {
            "task": "inspections.tasks.sweep_deadlines",
            "schedule": crontab(minute="0"),
            "options": {"expires": 3600.0},
        },
        "open and close surveys, move answers, call the duty reader": {
            "task": "surveys.tasks.tick",
            "schedule": 60.0,
            "options": {"expires": 60.0},
        },
        # Each run asks the database what was sent; the hours after seven are for a scheduler that was down at seven.
        "warn and sum up in the morning": {
            "task": "coordination.tasks.morning",
            "schedule": crontab(minute="0", hour="7-11"),
            "options": {"expires": 3600.0},
        },
        "write the head of the audit down": {
            "task": "core.tasks.write_audit_head",
            "schedule": crontab(minute="30", hour="0"),
            "options": {"expires": 3600.0},
        },
        "remove what is past its time": {
            "task": "core.tasks.keep_to_retention",
            "schedule": crontab(minute="10", hour="2"),
            "options": {"expires": 3600.0},
        },
        "look whether published plans are where the areas said": {
            "task": "improvement.tasks.check_addresses",
            "schedule": crontab(minute="20", hour="5-9"),
            "options": {"expires": 3600.0},
        },
    },
)
app.autodiscover_tasks()
