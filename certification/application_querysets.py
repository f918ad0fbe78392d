"""The vocabulary of applications."""

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q, Subquery

from certification.application_states import EventKind


class ApplicationQuerySet(models.QuerySet):
    """Questions about applications on a day."""

    def with_state_on(self, day):
        """Each with `state` (the kind of its last event that counts), `since` and `presumed` on `day`.

        All three are None where nothing counts; `Application.last_event_on` answers the same for one.
        """
        event = apps.get_model("certification", "ApplicationEvent")
        last = (
            event.objects.filter(application=OuterRef("pk"), day__lte=day)
            .exclude(kind=EventKind.VOID)
            .filter(~Exists(event.objects.filter(strikes=OuterRef("pk"))))
            .order_by("-position")
        )
        return self.annotate(
            state=Subquery(last.values("kind")[:1]),
            since=Subquery(last.values("day")[:1]),
            presumed=Subquery(last.values("is_presumed")[:1]),
        )

    def open_on(self, day):
        """Those still in process on `day`, with their state; the closed ones are left out before states are asked."""
        running = self.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=day))
        return running.with_state_on(day).filter(state__in=EventKind.open)

    def begun_by(self, cuts):
        """Of those with a state: whose state began on or before its cut; `cuts` is `{state: day}`."""
        condition = Q()
        for state, day in cuts.items():
            condition |= Q(state=state, since__lte=day)
        return self.filter(condition) if cuts else self.none()

    def waiting_for_certificate(self):
        """Signed, while the portal does not know the certificate yet."""
        return self.filter(closed_on__isnull=False, item__isnull=True)

    def visible_to(self, user):
        """Staff with the right to view see all; anyone else those of the businesses they act for."""
        if user.has_perm("certification.view_application"):
            return self
        return self.filter(business__memberships__user_id=user.pk)

    def for_showing(self):
        """With everything a page shows, in a fixed number of queries."""
        events = apps.get_model("certification", "ApplicationEvent").objects.select_related("evidence", "by")
        return self.select_related("business__regency", "product", "item__certificate").prefetch_related(
            Prefetch("events", events)
        )
