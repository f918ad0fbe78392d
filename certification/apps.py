"""The certification app: the path: SIINas account and TKDN-IK certificate."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CertificationConfig(AppConfig):
    """Its name on the staff's desk."""

    name = "certification"
    verbose_name = _("Sertifikasi")

    def ready(self):
        """Let the desk take in this app's files."""
        from certification.importers import desk  # noqa: F401 - importing registers it
