"""The procurement app: the money: agencies, budgets, packages, matching."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProcurementConfig(AppConfig):
    """Its name on the staff's desk."""

    name = "procurement"
    verbose_name = _("Pengadaan")

    def ready(self):
        """Put fitting packages on the owner's desk, and let the staff's desk take in this app's files."""
        from procurement import change_admin, desk_block  # noqa: F401
        from procurement.importers import desk  # noqa: F401
