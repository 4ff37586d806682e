from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accounts import factor_secrets, mail, refused_files, verbs  # noqa: F401  (registers outbox handlers and audit verbs)
        from accounts.services import retention  # noqa: F401  (registers what it removes)
        from core import sealed

        sealed.elsewhere(factor_secrets.under_other_keys, factor_secrets.rotate)
