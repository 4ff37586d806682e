from django.apps import AppConfig


class VisitsConfig(AppConfig):
    name = "visits"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from visits import verbs  # noqa: F401  (registers audit verbs)
        from visits.services import sign_ups  # noqa: F401  (registers an outbox handler)
