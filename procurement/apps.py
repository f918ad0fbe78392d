"""The procurement app: the money: agencies, budgets, packages, matching."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProcurementConfig(AppConfig):
    """Its name on the staff's desk."""

    name = "procurement"
    verbose_name = _("Pengadaan")
