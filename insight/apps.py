"""The insight app: reading only: the numbers that join the other apps."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InsightConfig(AppConfig):
    """Its name on the staff's desk."""

    name = "insight"
    verbose_name = _("Ringkasan")

    def ready(self):
        """Let monitors see the domain's numbers, and the staff's lists their charts."""
        from insight import desk_charts, metrics  # noqa: F401 - register themselves
