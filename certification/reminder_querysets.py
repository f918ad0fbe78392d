"""The vocabulary of reminders and renewals."""

from datetime import timedelta

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When

from certification.querysets import CertificateQuerySet
from certification.reminder_states import State

LISTED_DAYS_AFTER = 365
"""A certificate that ended longer ago is no renewal any more but a new start (the portal's own choice)."""

DEAREST_FIRST = (F("stake__rupiah_at_risk").desc(nulls_last=True), "valid_until", "pk")
"""The order in which renewals are worked through."""


class ReminderQuerySet(models.QuerySet):
    """Questions about reminders."""

    def ready_at(self, moment):
        """Those to send now, the longest waiting first."""
        return self.filter(state=State.WAITING, next_try_at__lte=moment).order_by("next_try_at", "pk")

    def of_staff(self):
        """Those a clerk must tell."""
        return self.filter(state=State.STAFF)

    def open(self):
        """Not told yet, and still to be."""
        return self.filter(state__in=State.open)


class RenewalQuerySet(CertificateQuerySet):
    """Questions about certificates as something to renew."""

    def to_renew_on(self, day):
        """In force or ended within a year: neither revoked nor superseded."""
        return self.filter(
            Q(revoked_on__isnull=True) | Q(revoked_on__gt=day),
            Q(superseded_on__isnull=True) | Q(superseded_on__gt=day),
            valid_until__gte=day - timedelta(days=LISTED_DAYS_AFTER),
        )

    def with_reminding(self):
        """Each with `told` (ids of reminders that reached somebody) and `reached` (an owner, or told by staff)."""
        told = apps.get_model("certification", "Reminder").objects.filter(
            certificate=OuterRef("pk"), end_on=OuterRef("valid_until"), state__in=State.told
        )
        return self.annotate(told=ArraySubquery(told.values("pk")), reached=Exists(told.filter(_owner())))

    def unreached(self):
        """Somebody tried to tell the owner and nobody could: a clerk's reminder waits."""
        waiting = apps.get_model("certification", "Reminder").objects.of_staff().filter(certificate=OuterRef("pk"))
        return self.filter(Exists(waiting))

    def with_stage(self):
        """Each with `stage`: RENEWED, APPLIED or NONE, by its products; `certification.reminders` asks it of one."""
        item = apps.get_model("certification", "CertificateItem").objects
        own = item.filter(certificate=OuterRef("pk"), product__isnull=False)
        newer = item.filter(
            product=OuterRef("product"),
            certificate__valid_until__gt=OuterRef("certificate__valid_until"),
            certificate__revoked_on__isnull=True,
            certificate__superseded_on__isnull=True,
        )
        running = apps.get_model("certification", "Application").objects.filter(
            product=OuterRef("product"), closed_on__isnull=True
        )
        left = own.filter(~Exists(newer))
        return self.annotate(
            stage=Case(
                When(~Exists(own), then=Value("NONE")),
                When(~Exists(left), then=Value("RENEWED")),
                When(~Exists(left.filter(~Exists(running))), then=Value("APPLIED")),
                default=Value("NONE"),
            )
        )


def _owner():
    """The reminder reached an owner whose right stands, or was told by staff."""
    return Q(user__isnull=True) | Q(
        user__memberships__kind="OWNER",
        user__memberships__withdrawn_at__isnull=True,
        user__memberships__business=F("certificate__business"),
    )
