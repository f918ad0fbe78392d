"""How many makers each pledge could count on, as the worker reckoned it last."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from procurement.models.pledge import Pledge


class PledgeMakers(models.Model):
    """Makers without a certificate whose goods fit a pledge, as seen on day `on`: who could be ready by its day, and
    who only later. Derived: `procurement.pledge_makers` replaces it each night and when a pledge is made."""

    pledge = models.OneToOneField(
        Pledge, models.CASCADE, primary_key=True, related_name="kept_makers", verbose_name=_("niat belanja")
    )
    on = models.DateField(_("keadaan per"))
    in_time = models.PositiveIntegerField(_("siap tepat waktu"))
    later = models.PositiveIntegerField(_("siap sesudahnya"))

    class Meta:
        verbose_name = _("pembuat untuk niat belanja")
        verbose_name_plural = _("pembuat untuk niat belanja")
        default_permissions = ()

    def __str__(self):
        return f"{self.pledge_id}: {self.in_time}, {self.later}"
