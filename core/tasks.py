from celery import shared_task


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
