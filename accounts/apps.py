"""The accounts app: people, roles, sign-in."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """People and what they may do."""

    name = "accounts"
    verbose_name = _("Pengguna")

    def ready(self):
        """Keep the role groups in step with the code after each migration, as Django does with permissions."""
        from accounts.roles import sync_roles

        post_migrate.connect(sync_roles, sender=self, dispatch_uid="accounts.sync_roles")
