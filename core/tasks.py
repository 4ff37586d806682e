import logging
from pathlib import Path

from celery import shared_task

log = logging.getLogger(__name__)


@shared_task(name="core.tasks.relay_outbox")
def relay_outbox() -> None:
    from core import outbox

    outbox.relay()


@shared_task(name="core.tasks.canary")
def canary() -> None:
    """It came from the scheduler through the broker to a worker that reaches the database."""
    from core import pulse

    pulse.beat(pulse.CANARY)


@shared_task(name="core.tasks.ask_again")
def ask_again() -> int:
    from core import unfinished

    return unfinished.ask_again()


@shared_task(name="core.tasks.check_waiting_files")
def check_waiting_files() -> None:
    from core import quarantine

    quarantine.check_waiting()


@shared_task(name="core.tasks.sweep_files")
def sweep_files() -> None:
    from core import file_store

    file_store.sweep()


@shared_task(name="core.tasks.write_audit_head")
def write_audit_head() -> None:
    """The head of the audit's chain, where a change of the database does not reach: in the log, and in a file of its own."""
    from django.conf import settings

    from audit import verify
    from core import clock

    log.info("head of the audit: %s", verify.write_head(Path(settings.AUDIT_HEADS), clock.now()))


@shared_task(name="core.tasks.keep_to_retention")
def keep_to_retention() -> None:
    """Remove what is past its time, and seal anew what is under an old key: both go on where a day was missed."""
    from core import retention, sealed

    log.info("past their time: %s", retention.run())
    log.info("sealed anew: %s", sealed.rotate())
