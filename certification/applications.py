"""The rules of an application: its state on a day, its deadlines in working days, and what speaks against a record.

The clock is that of Permenperin 35/2025 Ps 40–45: completeness within one working day, the applicant's mending within
five, the decision within two. Nothing here reads today's date or writes.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from certification.application_states import NEXT
from certification.models import Application, ApplicationEvent, CertificateStatus, EventKind, EventSource
from certification.path import barred_until
from certification.working_days import Calendar, YearUnknown
from tkdnportal.templatetags.portal import day as written_day

LIMITS = {
    EventKind.SUBMITTED.value: 1,
    EventKind.RETURNED.value: 5,
    EventKind.RESUBMITTED.value: 1,
    EventKind.COMPLETE.value: 2,
}
"""Working days a state may last (Permenperin 35/2025 Ps 40–45)."""

SOON = 2
"""Working days before a deadline from which it is due soon (the portal's own choice)."""


@dataclass(frozen=True)
class Standing:
    """An application as it is on a day."""

    application: Application
    event: ApplicationEvent | None
    due: date | None
    """Last day for the next move; None where none is awaited or it cannot be counted."""
    left: int | None
    """Working days until `due`, negative once it has passed."""
    problem: str = ""
    """Why the deadline could not be counted."""

    @property
    def state(self):
        """The kind of the last event that counts; VOID where every record was struck."""
        return EventKind(self.event.kind) if self.event else EventKind.VOID

    @property
    def is_presumed(self):
        """Whether only the calendar says so."""
        return bool(self.event and self.event.is_presumed)

    @property
    def is_open(self):
        """Whether it is still in process."""
        return self.state in EventKind.open

    @property
    def waits_for_certificate(self):
        """Signed, and the portal does not have the certificate yet."""
        return self.state == EventKind.SIGNED and self.application.item_id is None

    @property
    def next_kinds(self):
        """What may be recorded next; what only the calendar says gives way to what the applicant or office knows."""
        if self.is_presumed:
            return NEXT[EventKind.RETURNED]
        return NEXT[self.event.kind] if self.event else ()


def standing_of(application, on, calendar):
    """`Standing` of one application on day `on`; prefetch `events` where many are asked."""
    event = application.last_event_on(on)
    if event is None or event.kind not in LIMITS:
        return Standing(application, event, None, None)
    try:
        due = deadline(event.kind, event.day, calendar)
        return Standing(application, event, due, calendar.between(on, due))
    except YearUnknown as unknown:
        return Standing(application, event, None, None, str(unknown))


def standings(applications, on):
    """`Standing` of each of `applications` (a queryset) on day `on`, in a fixed number of queries."""
    found = list(applications.for_showing())
    calendar = Calendar.load() if found else None
    return [standing_of(application, on, calendar) for application in found]


def in_process(found):
    """Those `Standing` whose owner still has something to do or to wait for, the most urgent first."""
    running = [each for each in found if each.is_open or each.is_presumed]
    return sorted(running, key=lambda each: (each.state != EventKind.RETURNED, each.due or date.max))


def deadline(state, since, calendar):
    """Last day of a state that began on `since`; raises `YearUnknown`, and KeyError where the state has no limit."""
    return calendar.after(since, LIMITS[state])


def cuts(end, calendar, states=tuple(LIMITS)):
    """`{state: day}`: a state that began on or before its day is due by `end`. Raises `YearUnknown`."""
    return {state: calendar.latest_start(end, LIMITS[state]) for state in states}


def certified_item(product, certificates, day):
    """The item of `product` that is valid on `day` among `certificates` with their items, or None."""
    for certificate in certificates:
        if certificate.status_on(day) in CertificateStatus.valid:
            for item in certificate.items.all():
                if item.product_id == product.pk:
                    return item
    return None


def objections_to_applying(*, product, again, certificates, running, day):
    """Every reason why an application for `product` sent on `day` is not recorded; none means it is.

    `certificates` are those of the business with their items, `running` the product's open application or None, and
    `again` says that it renews or recalculates.
    """
    barred = barred_until(certificates, day)
    if barred:
        yield _(
            "Sertifikat usaha ini dicabut kurang dari satu tahun sebelum %(day)s. "
            "Permohonan baru dapat diajukan lagi mulai %(until)s (Permenperin 35/2025 Pasal 68)."
        ) % {"day": written_day(day), "until": written_day(barred)}
    if running:
        yield _(
            "Produk “%(product)s” sudah punya permohonan yang masih diproses. "
            "Buka permohonan itu dan catat hasilnya, atau tarik kembali, sebelum mencatat yang baru."
        ) % {"product": product}
    item = certified_item(product, certificates, day)
    if item and not again:
        yield _(
            "Produk “%(product)s” sudah punya sertifikat %(number)s yang berlaku sampai %(end)s. "
            "Permohonan baru hanya untuk perpanjangan atau hitung ulang; bila memang itu, centang pernyataannya."
        ) % {"product": product, "number": item.certificate, "end": written_day(item.certificate.valid_until)}


def objections_to_event(*, standing, kind, day, today, source, calendar):
    """Every reason why `kind` on `day` is not recorded after `standing`; none means it is."""
    if kind not in standing.next_kinds:
        yield out_of_turn(standing, kind)
        return
    earlier = _event_before(standing)
    if day > today:
        yield future(day, today)
    if earlier and day < earlier.day:
        yield out_of_order(day, earlier)
        return
    if earlier and earlier.kind == EventKind.RETURNED and kind != EventKind.WITHDRAWN:
        yield from _against_the_clock(earlier, kind, day, source, calendar)


def _event_before(standing):
    """The event a new one follows: where the calendar's presumption gives way, the one before it."""
    chain = standing.application.chain
    if not standing.is_presumed:
        return standing.event
    return chain[chain.index(standing.event) - 1]


def _against_the_clock(returned, kind, day, source, calendar):
    try:
        due = deadline(returned.kind, returned.day, calendar)
    except YearUnknown:
        return
    if kind == EventKind.RESUBMITTED and day > due and source == EventSource.OWNER:
        yield _(
            "Perbaikan dikirim %(day)s, sedangkan batasnya %(due)s. Lewat batas itu SIINas menolak otomatis. "
            "Bila SIINas masih menerimanya, kirim buktinya kepada Dinas supaya dicatat petugas."
        ) % {"day": written_day(day), "due": written_day(due)}
    if kind == EventKind.AUTO_REJECTED and day <= due:
        yield _("Penolakan otomatis baru dapat terjadi setelah %(due)s, batas perbaikan permohonan ini.") % {
            "due": written_day(due)
        }


def future(day, today):
    """A day that has not come."""
    return _("Tanggal %(day)s belum tiba; hari ini %(today)s. Tulis hari kejadiannya.") % {
        "day": written_day(day),
        "today": written_day(today),
    }


def out_of_order(day, earlier):
    """A day before the event it should follow."""
    return _("Tanggal %(day)s mendahului kejadian sebelumnya: %(event)s pada %(earlier)s.") % {
        "day": written_day(day),
        "event": earlier.get_kind_display(),
        "earlier": written_day(earlier.day),
    }


def out_of_turn(standing, kind):
    """An event that cannot come now, with those that can."""
    words = {
        "state": standing.state.label,
        "kind": EventKind(kind).label,
        "next": ", ".join(str(EventKind(each).label) for each in standing.next_kinds),
    }
    if not words["next"]:
        return _("Permohonan ini sudah selesai (%(state)s), jadi “%(kind)s” tidak dapat dicatat lagi.") % words
    return (
        _("Permohonan ini sekarang %(state)s, jadi “%(kind)s” belum dapat dicatat. Yang dapat dicatat: %(next)s.")
        % words
    )
