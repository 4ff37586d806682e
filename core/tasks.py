from celery import shared_task


@shared_task(name="core.tasks.relay_outbox")
def relay_outbox() -> None:
    from core import outbox

    outbox.relay()
