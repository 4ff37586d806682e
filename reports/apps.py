from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from reports import verbs  # noqa: F401  (registers audit verbs)
        from reports.services import printing, publication  # noqa: F401  (register the outbox handlers)
