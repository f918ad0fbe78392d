"""The staff's desk: the stock Django admin with the portal's clothes."""

from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _


class StaffDesk(AdminSite):
    """Its home is the day's work, not a list of models."""

    site_title = _("Meja petugas")
    site_header = _("Meja petugas – Portal TKDN-IK Lampung")
    index_title = _("Pekerjaan hari ini")
    site_url = "/"
