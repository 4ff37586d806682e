from celery import shared_task


@shared_task(name="inspections.tasks.sweep_deadlines")
def sweep_deadlines() -> dict[str, int]:
    """Run every morning by the scheduler; running it again, or late, sends nothing twice."""
    from core import clock
    from inspections.services.reminders import sweep

    return sweep(today=clock.today())
