"""The insight app: reading only: the numbers that join the other apps."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InsightConfig(AppConfig):
    """Its name on the staff's desk."""

    name = "insight"
    verbose_name = _("Ringkasan")

    def ready(self):
        """Let monitors see the domain's numbers."""
        from insight import metrics  # noqa: F401 - registers its gauges
