"""A planned purchase that an agency means for certified makers here, if they are ready in time: no promise of an award.

Standing or ended is told from facts and a day, never stored. A purchase of the package locks the package first, as a
pledge does, so that nobody sets aside what was just bought.
"""

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Case, Exists, ExpressionWrapper, F, Func, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from procurement.models.award import Award
from procurement.models.leakage import Leakage
from procurement.models.package import Package


class PledgeState(models.TextChoices):
    """In the order of what wins."""

    WITHDRAWN = "WITHDRAWN", _("ditarik")
    BOUGHT = "BOUGHT", _("sudah dibelanjakan")
    GONE = "GONE", _("paketnya dibatalkan")
    LAPSED = "LAPSED", _("lewat harinya")
    STANDING = "STANDING", _("berlaku")


REFUSALS = {
    "pledge_package_can_be_certified": _(
        "Niat belanja hanya untuk paket yang berlaku, berisi barang, dan masuk empat kategori anggaran."
    ),
    "pledge_package_is_not_bought": _("Paket ini sudah dibelanjakan, jadi tidak dapat lagi disisihkan."),
    "pledge_officer_is_of_the_agency": _(
        "Hanya pejabat satuan kerja pemilik paket yang dapat menyatakan niat belanja."
    ),
    "pledge_is_ready_before_the_contract": _(
        "Pembuat harus siap sebelum kontrak dimulai. Pilih hari sebelum awal kontrak paket ini."
    ),
}


def _refuse(rule, text):
    return f"RAISE EXCEPTION '{text}', NEW.package_id USING ERRCODE = 'check_violation', CONSTRAINT = '{rule}';"


LAWFUL = pgtrigger.Trigger(
    name="pledge_is_lawful",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("package_id", "officer_id", "made_on", "ready_by"),
    declare=[("pack", "procurement_package")],
    func=f"""
        SELECT * INTO pack FROM procurement_package WHERE id = NEW.package_id FOR SHARE;
        IF NOT (pack.is_active AND pack.is_announced AND pack.not_certifiable = '' AND pack.category <> 'OTHER') THEN
            {_refuse("pledge_package_can_be_certified", "Package % cannot be served by certified goods.")}
        END IF;
        IF EXISTS (SELECT FROM procurement_award WHERE package_id = NEW.package_id AND cancelled_on IS NULL)
           OR EXISTS (SELECT FROM procurement_leakage WHERE package_id = NEW.package_id AND cancelled_on IS NULL) THEN
            {_refuse("pledge_package_is_not_bought", "Package % is bought already.")}
        END IF;
        IF NOT EXISTS (SELECT FROM procurement_posting
                        WHERE user_id = NEW.officer_id AND agency_id = pack.agency_id) THEN
            {_refuse("pledge_officer_is_of_the_agency", "The officer is not of the agency of package %.")}
        END IF;
        IF NEW.ready_by >= COALESCE(pack.contract_from, pack.contract_until, pack.delivery_until,
                                    make_date(pack.year + 1, 1, 1)) THEN
            {_refuse("pledge_is_ready_before_the_contract", "Makers for package % would be ready too late.")}
        END IF;
        RETURN NEW;
    """,  # noqa: S608 - constants of this module
)


class _Days(Func):
    """The days of a range, its end excluded."""

    function = "daterange"
    output_field = DateRangeField()


ENDS = Coalesce("withdrawn_on", ExpressionWrapper(F("ready_by") + Value(1), output_field=models.DateField()))
"""The first day on which a pledge no longer stands."""


class PledgeQuerySet(models.QuerySet):
    """Questions about pledges."""

    def with_state_on(self, day):
        """Each with its `state` on `day`; its last day counts, but never the first day of the contract."""
        bought = [Exists(model.objects.living().filter(package=OuterRef("package"))) for model in (Award, Leakage)]
        begins = Coalesce("package__contract_from", "package__contract_until", "package__delivery_until")
        return self.alias(begins=begins).annotate(
            state=Case(
                When(withdrawn_on__isnull=False, then=Value(PledgeState.WITHDRAWN)),
                When(bought[0] | bought[1], then=Value(PledgeState.BOUGHT)),
                When(Q(package__is_active=False) | Q(package__is_announced=False), then=Value(PledgeState.GONE)),
                When(Q(ready_by__lt=day) | Q(begins__lte=day), then=Value(PledgeState.LAPSED)),
                default=Value(PledgeState.STANDING),
            )
        )

    def standing_on(self, day):
        """Those that stand on `day`."""
        return self.with_state_on(day).filter(state=PledgeState.STANDING)

    def of_officer(self, user):
        """Of the agencies the officer is posted to."""
        return self.filter(package__agency__postings__user_id=user.pk)


@pghistory.track()
@pgtrigger.register(LAWFUL)
class Pledge(models.Model):
    """One package meant for makers certified by a day; withdrawn with a reason, and over by itself after that day."""

    package = models.ForeignKey(Package, models.PROTECT, related_name="pledges", verbose_name=_("paket"))
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("pejabat"))
    made_on = models.DateField(_("dinyatakan pada"))
    ready_by = models.DateField(
        _("siap paling lambat"), help_text=_("Pada hari itu sertifikat pembuatnya harus sudah berlaku.")
    )
    note = models.CharField(
        _("keterangan untuk pembuat"), max_length=300, blank=True,
        help_text=_("Misalnya ukuran, bahan, atau jumlah. Semua orang dapat membacanya."),
    )  # fmt: skip
    withdrawn_on = models.DateField(_("ditarik pada"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("ditarik oleh"),
    )  # fmt: skip
    withdrawal_reason = models.CharField(_("alasan ditarik"), max_length=300, blank=True)

    objects = PledgeQuerySet.as_manager()
    refusals = REFUSALS

    class Meta:
        verbose_name = _("niat belanja")
        verbose_name_plural = _("niat belanja")
        ordering = ("ready_by", "pk")
        constraints = (
            ExclusionConstraint(
                name="pledge_one_at_a_time_per_package",
                expressions=[
                    ("package", RangeOperators.EQUAL),
                    (_Days("made_on", ENDS), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Paket ini sudah disisihkan. Tarik dulu niat belanja yang lama."),
            ),
            models.CheckConstraint(
                condition=Q(ready_by__gt=F("made_on")),
                name="pledge_ready_day_lies_ahead",
                violation_error_message=_("Beri pembuat waktu: pilih hari sesudah hari ini."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True, withdrawn_by__isnull=True, withdrawal_reason="")
                | Q(withdrawn_on__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawal_reason=""),
                name="pledge_withdrawn_by_someone_with_a_reason",
                violation_error_message=_("Tulis alasan menarik niat belanja ini."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__range=(F("made_on"), F("ready_by"))),
                name="pledge_withdrawn_while_it_stands",
                violation_error_message=_("Niat belanja ini sudah lewat harinya, jadi tidak perlu ditarik."),
            ),
        )

    def __str__(self):
        return str(self.package)

    @property
    def state_label(self):
        """In words, of a pledge that was asked for `with_state_on`."""
        return PledgeState(self.state).label
