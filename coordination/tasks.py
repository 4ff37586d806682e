from celery import shared_task


@shared_task(name="coordination.tasks.morning")
def morning() -> dict[str, int]:
    """Run at seven by the scheduler; running it again, or late, sends nothing twice."""
    from coordination.services.digest import send_digests
    from coordination.services.feedback import warn_missing_attendees
    from core import clock

    today = clock.today()
    return {"warnings": warn_missing_attendees(today=today), "digests": send_digests(today=today)}
