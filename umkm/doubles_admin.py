"""Doubles on the staff's desk: the queue of pairs, the page that compares two, and merges with their undoing."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tkdnportal.admin import Card, Work
from tkdnportal.desk import ReadOnly, RecordAdmin
from umkm import merge_children, merging
from umkm.doubles_forms import MergeForm, alike
from umkm.models import DoublePair, Membership, Merge, PairState, Regency

SURE = 80
"""From this confidence on, a pair counts as strong in the list's filter (the portal's own choice)."""


class DecisionFilter(admin.SimpleListFilter):
    """Undecided pairs unless something else is asked for."""

    title = gettext_lazy("keputusan")
    parameter_name = "keputusan"

    def lookups(self, request, model_admin):
        """The decided ones; what waits is shown without asking."""
        return [(state.value, state.label) for state in (PairState.REJECTED, PairState.MERGED)]

    def choices(self, changelist):
        """“Semua” is what waits."""
        waiting, *decided = super().choices(changelist)
        return [waiting | {"display": PairState.OPEN.label}, *decided]

    def queryset(self, request, queryset):
        """By state; a pair of a record that was merged meanwhile does not wait."""
        if self.value() in (PairState.REJECTED, PairState.MERGED):
            return queryset.filter(state=self.value())
        return queryset.waiting()


class ConfidenceFilter(admin.SimpleListFilter):
    """The plain cases first, or those that need a telephone call."""

    title = gettext_lazy("keyakinan")
    parameter_name = "keyakinan"

    def lookups(self, request, model_admin):
        """Two bands."""
        return [("kuat", _("%(sure)s ke atas") % {"sure": SURE}), ("ragu", _("di bawah %(sure)s") % {"sure": SURE})]

    def queryset(self, request, queryset):
        """By confidence."""
        bands = {"kuat": Q(confidence__gte=SURE), "ragu": Q(confidence__lt=SURE)}
        return queryset.filter(bands.get(self.value(), Q()))


class PlaceFilter(admin.SimpleListFilter):
    """Pairs with a record in one kabupaten/kota."""

    title = gettext_lazy("kabupaten/kota")
    parameter_name = "wilayah"

    def lookups(self, request, model_admin):
        """All of them."""
        return [(regency.code, str(regency)) for regency in Regency.objects.order_by("code")]

    def queryset(self, request, queryset):
        """Either record counts."""
        if not self.value():
            return queryset
        return queryset.filter(Q(first__regency=self.value()) | Q(second__regency=self.value()))


@admin.register(DoublePair)
class DoublePairAdmin(ReadOnly, RecordAdmin):
    """The queue; a pair opens as two records side by side."""

    work = Work.REGISTER
    help = gettext_lazy("Dua catatan yang mungkin satu usaha. Bandingkan, lalu putuskan.")
    list_display = ("pair", "confidence", "place", "why", "state")
    list_filter = (DecisionFilter, ConfidenceFilter, PlaceFilter)
    list_select_related = ("first__regency", "second__regency", "first__district", "second__district", "decided_by")
    ordering = ("-confidence", "pk")
    sortable_by = ()

    def get_object(self, request, object_id, from_field=None):
        """The pair with both records and their places."""
        found = DoublePair.objects.select_related(*self.list_select_related)
        return found.filter(pk=object_id).first() if object_id.isdigit() else None

    @admin.display(description=gettext_lazy("usaha"))
    def pair(self, pair):
        """Both names."""
        return str(pair)

    @admin.display(description=gettext_lazy("kabupaten/kota"))
    def place(self, pair):
        """One place, or both."""
        return " / ".join(dict.fromkeys(str(record.regency) for record in (pair.first, pair.second)))

    @admin.display(description=gettext_lazy("alasan"))
    def why(self, pair):
        """What speaks for a double, then what against."""
        doubts = [_("tetapi %(doubt)s") % {"doubt": doubt} for doubt in pair.doubts]
        return ", ".join(map(str, [*pair.reasons, *doubts]))

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Compare the two and decide."""
        pair = self.get_object(request, object_id)
        if pair is None:
            raise Http404
        if not self.has_view_permission(request, pair):
            raise PermissionDenied
        if request.method == "POST":
            return self._decide(request, pair)
        return self._compare(request, pair, _form(pair))

    def _decide(self, request, pair):
        if not request.user.has_perm("umkm.change_doublepair"):
            raise PermissionDenied
        form = _form(pair, request.POST)
        rejects = request.POST.get("keputusan") == "bukan"
        if not rejects and not form.is_valid():
            return self._compare(request, pair, form)
        try:
            _reject(request, pair) if rejects else _merge(request, pair, form)
        except merging.NotAllowed as refusal:
            messages.error(request, str(refusal))
            return redirect(pair)
        following = DoublePair.objects.waiting().first()
        return redirect(following or "admin:umkm_doublepair_changelist")

    def _compare(self, request, pair, form):
        decided = pair.state != PairState.OPEN
        context = {
            **self.admin_site.each_context(request),
            "title": _("Satu usaha atau dua?"),
            "opts": self.opts,
            "pair": pair,
            "records": (pair.first, pair.second),
            "form": form,
            "alike": alike(pair.first, pair.second),
            "counts": merge_children.counts(pair.first, pair.second),
            "decided": merging.decided_sentence(pair) if decided else "",
            "gone": next((one for one in (pair.first, pair.second) if one.merged_into_id and not decided), None),
            "merge": Merge.objects.filter(kept__in=_ids(pair), merged__in=_ids(pair), undone_at=None).first(),
            "may_decide": request.user.has_perm("umkm.change_doublepair"),
        }
        return TemplateResponse(request, "admin/umkm/doublepair/compare.html", context)


def _ids(pair):
    return pair.first_id, pair.second_id


def _form(pair, data=None):
    members = Membership.objects.filter(business__in=_ids(pair)).values_list("business", flat=True)
    return MergeForm(
        data, first=pair.first, second=pair.second, owned=set(members), doubts=pair.doubts,
        initial={"fingerprint": merging.seen(pair.first, pair.second)},
    )  # fmt: skip


def _reject(request, pair):
    merging.reject(pair=pair, by=request.user, at=_now())
    messages.success(
        request, _("“%(first)s” dan “%(second)s” tetap dua usaha. Pasangan ini tidak ditanyakan lagi.")
        % {"first": pair.first, "second": pair.second},
    )  # fmt: skip


def _merge(request, pair, form):
    made = merging.merge(
        pair=pair, kept=form.cleaned_data["kept"], choices=form.chosen(),
        fingerprint=form.cleaned_data["fingerprint"], by=request.user, at=_now(),
    )  # fmt: skip
    messages.success(
        request, _("“%(merged)s” sekarang tercatat sebagai “%(kept)s”. Bila keliru, batalkan di Penggabungan usaha.")
        % {"merged": made.merged.name, "kept": made.kept.name},
    )  # fmt: skip


def _now():
    return timezone.now()  # noqa: TID251 - the desk reads the clock for those it calls


@admin.register(Merge)
class MergeAdmin(ReadOnly, RecordAdmin):
    """What was made one, and the way back."""

    work = Work.REGISTER
    help = gettext_lazy("Catatan yang sudah digabungkan, dan cara membatalkannya.")
    list_display = ("__str__", "by", "at", "undone_at")
    list_select_related = ("kept", "merged", "by")
    ordering = ("-pk",)
    sortable_by = ()
    fields = ("kept", "merged", "by", "at", "undone_by", "undone_at")
    change_form_template = "admin/umkm/doublepair/merge.html"

    def get_urls(self):
        """The way back has an address of its own."""
        undo = path("<int:pk>/batalkan/", self.admin_site.admin_view(self.undo), name="umkm_merge_undo")
        return [undo, *super().get_urls()]

    def undo(self, request, pk):
        """Make the two records two again, and say what stayed as it is."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not request.user.has_perm("umkm.change_merge"):
            raise PermissionDenied
        merge = Merge.objects.filter(pk=pk).select_related("merged", "kept").first()
        if merge is None:
            raise Http404
        try:
            _tell_undone(request, merge, merging.undo(merge=merge, by=request.user, at=_now()))
        except merging.NotAllowed as refusal:
            messages.error(request, str(refusal))
        return redirect("admin:umkm_merge_change", pk)


def _tell_undone(request, merge, left):
    messages.success(
        request, _("“%(merged)s” dan “%(kept)s” kembali menjadi dua catatan.")
        % {"merged": merge.merged.name, "kept": merge.kept.name},
    )  # fmt: skip
    for sentence in left:
        messages.warning(request, _("Belum kembali – %(what)s") % {"what": sentence})


@admin.site.card("umkm.change_doublepair")
def doubles_waiting(day):
    """Pairs nobody has decided about."""
    return Card(
        title=_("Usaha mungkin ganda"),
        count=DoublePair.objects.waiting().count(),
        url=reverse("admin:umkm_doublepair_changelist"),
        note=_("Bandingkan dua catatan, lalu gabungkan atau nyatakan bukan ganda."),
    )
