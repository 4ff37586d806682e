from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "surveys"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from surveys import verbs  # noqa: F401  (registers audit verbs)
        from surveys.services import prints, purging, themes  # noqa: F401  (register outbox handlers)
