from django.apps import AppConfig


class TimetableConfig(AppConfig):
    name = "timetable"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from timetable import verbs  # noqa: F401  (registers audit verbs)
        from timetable.services import proposals, releases  # noqa: F401  (their handlers of the outbox)
