"""The umkm app: who: businesses, what they do and make, where they are."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UmkmConfig(AppConfig):
    """Its name on the staff's desk."""

    name = "umkm"
    verbose_name = _("Register usaha")

    def ready(self):
        """Put the register's own tasks on the owner's desk."""
        from umkm.owner import tasks  # noqa: F401
