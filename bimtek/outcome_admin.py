"""What coaching days led to: per day, per coach, and per participant as a file."""

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import FileResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from bimtek import outcome_lists
from bimtek.models import CoachingDay
from bimtek.outcomes import PERIODS, by, outcomes, share
from umkm.forms import FilterForm
from umkm.paging import page_of


class OutcomePages:
    """The pages of `CoachingDayAdmin` about what became of participants."""

    def outcome_urls(self):
        """The report and its file."""
        view = self.admin_site.admin_view
        return [
            path("hasil/", view(self.outcomes_view), name="coaching_outcomes"),
            path("hasil.csv", view(self.outcomes_file_view), name="coaching_outcomes_file"),
        ]

    def outcomes_view(self, request):
        """Days that were, the newest first, then each coach over all days; the queries stay the same."""
        self._check_may_read(request)
        today, form = timezone.localdate(), FilterForm(request.GET)
        found = outcomes(today)
        of_days = by(found, "event_id")
        held = CoachingDay.objects.held_by(today).select_related("regency", "coach").counted()
        page = page_of(held.order_by("-held_on", "-pk"), form.page_number if form.is_valid() else 1)
        rows = [(event, [share(of_days[event.pk], days, today) for days in PERIODS]) for event in page.rows]
        context = {
            **self.admin_site.each_context(request), "opts": self.opts, "title": _("Hasil pembinaan"), "on": today,
            "rows": rows, "page": page, "coaches": _coaches(found, today), "periods": PERIODS,
        }  # fmt: skip
        return TemplateResponse(request, "admin/bimtek/coachingday/outcomes.html", context)

    def outcomes_file_view(self, request):
        """Every participant with what became of it; telephone numbers stay masked, and the file is written down."""
        self._check_may_read(request)
        at = timezone.localtime()
        file = outcome_lists.make(by=request.user, at=at)
        name = f"hasil-pembinaan-{at:%Y%m%d-%H%M}.csv"
        response = FileResponse(file, as_attachment=True, filename=name, content_type="text/csv; charset=utf-8")
        response["Cache-Control"] = "no-store"
        return response

    def _check_may_read(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied


def _coaches(found, on):
    """(name, participants, share of each period) of each coach, those with most participants first."""
    grouped = by(found, "coach_id")
    people = get_user_model().objects.in_bulk([pk for pk in grouped if pk])
    rows = [
        (people.get(pk), len(own), [share(own, days, on) for days in PERIODS]) for pk, own in grouped.items()
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (-row[1], str(row[0])))
