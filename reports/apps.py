from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from reports import verbs  # noqa: F401  (registers audit verbs)
        from reports.services import versions  # noqa: F401  (registers the outbox handler)
