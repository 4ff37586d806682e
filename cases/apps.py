from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cases import verbs  # noqa: F401  (registers audit verbs)
        from cases.queries.names import case_named_in
        from cases.services import retention  # noqa: F401  (registers what it removes)
        from inspections.services.child_names import register

        register(lambda inspection, text, running: case_named_in(inspection, text, running=running))
