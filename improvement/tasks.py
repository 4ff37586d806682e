from celery import shared_task


@shared_task(name="improvement.tasks.check_addresses")
def check_addresses() -> int:
    """Run every morning by the scheduler; running it again, or late, looks at nothing twice."""
    from core import clock
    from improvement.services.proofs import ask_for_checks

    return ask_for_checks(today=clock.today())
