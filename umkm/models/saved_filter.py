"""Filters of the register that clerks come back to."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


@pghistory.track()
class SavedFilter(models.Model):
    """A name for one state of one admin list; `query` is the part of its address after the question mark."""

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_filters", verbose_name=_("oleh")
    )
    list = models.CharField(_("daftar"), max_length=60)
    name = models.CharField(_("nama"), max_length=60)
    query = models.CharField(_("saringan"), max_length=1000)
    is_shared = models.BooleanField(_("dibagikan ke seluruh kantor"), default=False)

    class Meta:
        verbose_name = _("saringan tersimpan")
        verbose_name_plural = _("saringan tersimpan")
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("by", "list", "name"), name="saved_filter_name_once_per_person",
                violation_error_message=_("Anda sudah punya saringan dengan nama ini. Pilih nama lain."),
            ),
            models.CheckConstraint(
                condition=Q(query__regex=r"^[A-Za-z0-9_.~%+=&*-]+$"), name="saved_filter_is_a_query_and_no_address",
                violation_error_message=_("Saringan hanya berisi pilihan dari daftar ini."),
            ),
            models.CheckConstraint(
                condition=Q(name__regex=r"\S"), name="saved_filter_has_a_name",
                violation_error_message=_("Beri nama untuk saringan ini."),
            ),
        )  # fmt: skip

    def __str__(self):
        return self.name
