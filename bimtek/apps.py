"""The push: whom to help to a certificate next, because it opens the most of the budget."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BimtekConfig(AppConfig):
    """Shown in the staff's desk under its Indonesian name."""

    name = "bimtek"
    verbose_name = _("pembinaan")

    def ready(self):
        """Put invitations and homework on the owner's desk."""
        from bimtek import desk  # noqa: F401
