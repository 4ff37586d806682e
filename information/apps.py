from django.apps import AppConfig


class InformationConfig(AppConfig):
    name = "information"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from information import verbs  # noqa: F401  (registers audit verbs)
        from information.services import lists, retention  # noqa: F401  (registers the handlers of its work and what it removes)
