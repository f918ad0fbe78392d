"""The order an owner gives to the photos of a product."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from umkm.models.document import Document


@pghistory.track()
class PhotoPlace(models.Model):
    """Where one photo stands among those of its product; the first is the main one."""

    document = models.OneToOneField(Document, models.CASCADE, primary_key=True, related_name="place")
    position = models.PositiveSmallIntegerField(_("urutan"))

    class Meta:
        verbose_name = _("urutan foto")
        verbose_name_plural = _("urutan foto")
        constraints = (
            models.CheckConstraint(
                condition=Q(position__gte=1),
                name="photo_place_starts_at_one",
                violation_error_message=_("Urutan foto dimulai dari 1."),
            ),
        )

    def __str__(self):
        return f"{self.position}: {self.document}"
