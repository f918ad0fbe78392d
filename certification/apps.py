"""The certification app: the path: SIINas account and TKDN-IK certificate."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CertificationConfig(AppConfig):
    """Its name on the staff's desk."""

    name = "certification"
    verbose_name = _("Sertifikasi")

    def ready(self):
        """Put the documents an application needs on the owner's desk, and let the staff's take in this app's files."""
        from certification import desk_tasks, renewing, sentra_block  # noqa: F401
        from certification.importers import desk  # noqa: F401
        from certification.siinas import desk as siinas_desk  # noqa: F401
        from certification.siinas import importer  # noqa: F401

    def load_reference(self):
        """What `load_reference` adds to the register's own data: the calendar of working days."""
        from certification.holiday_data import load_holidays

        load_holidays()
