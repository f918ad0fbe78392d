"""The procurement app: the money: agencies, budgets, packages, matching."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProcurementConfig(AppConfig):
    """Its name on the staff's desk."""

    name = "procurement"
    verbose_name = _("Pengadaan")

    def ready(self):
        """Let the desk take in this app's files."""
        from procurement.importers import desk  # noqa: F401 - importing registers it
