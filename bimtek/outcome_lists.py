"""Every participant of every coaching day as a file: the step it came with, the step now, and the 30 and 90 days."""

from django.db import transaction
from django.utils import timezone

from bimtek.coaching import steps_on
from bimtek.models import Attendance, PathStep
from bimtek.outcomes import PERIODS, Outcome
from tkdnportal.personal import masked_phone
from umkm.exports import watermark, write_csv
from umkm.models import Export, FileFormat

COLUMNS = (
    "hari", "kegiatan", "penanggung_jawab", "nib", "nama_usaha", "kabupaten", "telepon", "cara_hadir",
    "langkah_saat_hadir", "langkah_sekarang", *(f"dalam_{days}_hari" for days in PERIODS),
)  # fmt: skip


@transaction.atomic
def make(*, by, at):
    """The file as known at `at` and its record in the log; it vanishes when closed."""
    on = timezone.localdate(at)
    related = ("invitation__event__coach", "invitation__business__regency")
    found = list(Attendance.objects.with_outcome(on).select_related(*related).order_by("-held_on", "pk"))
    steps = steps_on([each.invitation.business for each in found], on)
    file, count = write_csv(COLUMNS, (_row(each, steps, on) for each in found), watermark(by, at))
    Export.objects.create(by=by, rows=count, format=FileFormat.CSV, query="hasil pembinaan", columns=list(COLUMNS))
    return file


def _row(attendance, steps, on):
    invitation = attendance.invitation
    event, business = invitation.event, invitation.business
    now = steps.get(business.pk)
    outcome = Outcome(
        invitation.pk, event.pk, event.coach_id, event.held_on, attendance.applied_on, attendance.certified_on
    )
    return [
        f"{event.held_on:%Y-%m-%d}", event.name, str(event.coach or ""), business.nib or "", business.name,
        str(business.regency), masked_phone(business.phone) if business.phone else "", attendance.get_how_display(),
        str(PathStep(attendance.step).label), str(now.label) if now else "",
        *(str(outcome.within(days, on).label) for days in PERIODS),
    ]  # fmt: skip
