from celery import shared_task


@shared_task(name="core.tasks.relay_outbox")
def relay_outbox() -> None:
    from core import outbox

    outbox.relay()


@shared_task(name="core.tasks.check_waiting_files")
def check_waiting_files() -> None:
    from core import quarantine

    quarantine.check_waiting()


@shared_task(name="core.tasks.sweep_files")
def sweep_files() -> None:
    from core import file_store

    file_store.sweep()
