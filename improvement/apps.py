from django.apps import AppConfig


class ImprovementConfig(AppConfig):
    name = "improvement"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from improvement import verbs  # noqa: F401  (registers audit verbs)
        from improvement.services import proofs, publishing  # noqa: F401  (their work in the outbox)
