from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    name = "monitoring"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from monitoring import verbs  # noqa: F401  (registers the audit verbs)
        from monitoring.services import prints  # noqa: F401  (registers the outbox handler)
