from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from core import (  # noqa: F401  (registers audit verbs, system checks and what it removes)
            checks,
            retention,
            verbs,
        )
