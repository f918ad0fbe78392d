"""What staff fill in for coaching days: the day itself, whom to invite, whom to look for."""

from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import Role
from bimtek.models import Decline, NextAction, UnlockPlan
from tkdnportal.refusals import RefusableForm
from umkm.distance import Surroundings
from umkm.models import Business

FEWEST_LETTERS = 3
MOST_FOUND = 10
PLANS_OFFERED = 20
MOST_OTHERS = 100
"""So many of the night's list are offered at once, those first that open most for the least work."""


class CoachingDayForm(RefusableForm):
    """A coaching day; the coach is one of those who help owners."""

    def __init__(self, *args, **kwargs):
        """Staff and helpers; who was chosen once stays possible."""
        super().__init__(*args, **kwargs)
        if "coach" in self.fields:
            people = get_user_model().objects.filter(
                Q(groups__name__in=(Role.STAFF, Role.HELPER), is_active=True) | Q(pk=self.instance.coach_id)
            )
            self.fields["coach"].queryset = people.distinct().order_by("full_name", "pk")


class InviteForm(forms.Form):
    """From which plan and from how far."""

    SAME_DISTRICT, SURROUNDINGS, SAME_REGENCY, EVERYWHERE = "kecamatan", "sekitar", "kabupaten", "semua"

    rencana = forms.ModelChoiceField(
        label=gettext_lazy("Rencana"), queryset=UnlockPlan.objects.none(), required=False, empty_label=None
    )
    tempat = forms.ChoiceField(label=gettext_lazy("Usaha dari"), required=False)

    def __init__(self, data, *, event):
        """The latest plan, and the kabupaten or kota of the day, unless the address says otherwise."""
        latest = UnlockPlan.objects.finished()
        given = {"rencana": latest.values_list("pk", flat=True).first(), "tempat": self.SAME_REGENCY}
        super().__init__({**given, **{name: data[name] for name in given if data.get(name)}})
        self.event = event
        self.distances = Surroundings.load().from_here(event.district_id) if event.district_id else {}
        self.fields["rencana"].queryset = UnlockPlan.objects.filter(pk__in=latest.values("pk")[:PLANS_OFFERED])
        self.fields["tempat"].choices = self._places()

    def _places(self):
        if self.event.district:
            yield self.SAME_DISTRICT, _("Kecamatan %(name)s") % {"name": self.event.district}
        if self.distances:
            values = {"km": settings.COACHING_RADIUS_KM, "name": self.event.district}
            yield self.SURROUNDINGS, _("%(km)s km di sekitar Kecamatan %(name)s") % values
        yield self.SAME_REGENCY, str(self.event.regency)
        yield self.EVERYWHERE, _("seluruh provinsi")

    def choices_of_plan(self):
        """Those of the plan that can be invited: from that place, not on the list yet, not declined by that day."""
        plan = self.cleaned_data["rencana"]
        if plan is None:
            return []
        found = self._free(plan.choices.filter(business__isnull=False))
        related = found.select_related("business__regency", "business__district").prefetch_related("packages")
        return list(related.order_by("rank"))

    def others(self):
        """Actions of the night's list for further businesses from that place that lack a certificate, best first."""
        plan = self.cleaned_data["rencana"]
        found = self._free(NextAction.objects.waiting_on(self.event.held_on).filter(certificate=None))
        if plan:
            found = found.exclude(business__in=plan.choices.filter(business__isnull=False).values("business"))
        return list(found.for_showing().best_first()[:MOST_OTHERS])

    def kilometres_to(self, business):
        """From the day's kecamatan to that of the business; None where either point is not known."""
        return self.distances.get(business.district_id)

    def _free(self, rows):
        declined = Q(business__declines__in=Decline.objects.in_force_on(self.event.held_on))
        rows = rows.exclude(business__invitations__event=self.event).exclude(declined)
        return rows.filter(business__merged_into=None, **self._place())

    def _place(self):
        tempat = self.cleaned_data["tempat"]
        if tempat == self.SAME_DISTRICT:
            return {"business__district": self.event.district_id}
        if tempat == self.SURROUNDINGS:
            near = [code for code, km in self.distances.items() if km <= settings.COACHING_RADIUS_KM]
            return {"business__district__in": near}
        return {} if tempat == self.EVERYWHERE else {"business__regency": self.event.regency_id}


class FindForm(forms.Form):
    """A name or a NIB, to look in the register."""

    q = forms.CharField(
        label=gettext_lazy("Nama usaha atau NIB"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    @property
    def text(self):
        """What is looked for; empty when nothing is."""
        return self.cleaned_data["q"].strip() if self.is_valid() else ""

    def businesses_beside(self, event):
        """The first few not on the list of `event` by NIB, or by a part of the name of three letters or more."""
        found = Business.objects.unmerged().select_related("regency", "district").exclude(invitations__event=event.pk)
        if self.text.isdecimal():
            return found.filter(nib=self.text)
        if len(self.text) < FEWEST_LETTERS:
            return found.none()
        return found.filter(name__icontains=self.text).order_by("name", "pk")[:MOST_FOUND]
