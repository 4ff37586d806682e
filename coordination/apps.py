from django.apps import AppConfig


class CoordinationConfig(AppConfig):
    name = "coordination"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from coordination import mail, verbs  # noqa: F401
        from coordination.services import pack  # noqa: F401  (registers outbox handlers and audit verbs)
