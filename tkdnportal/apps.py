"""The project as an app of its own, and the admin site's configuration."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin


class PortalConfig(AppConfig):
    """Template tags, checks and commands that belong to no part of the domain."""

    name = "tkdnportal"
    default = True

    def ready(self):
        """Register the checks of the settings."""
        from tkdnportal import checks  # noqa: F401 - importing registers them


class PortalAdminConfig(admin.AdminConfig):
    """Stock Django admin with the portal's home page: the staff's desk."""

    default = False
    default_site = "tkdnportal.admin.StaffDesk"
