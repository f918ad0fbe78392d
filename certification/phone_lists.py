"""A list of owners to call about their renewals, as a file; written down like every export with contacts."""

from django.db import transaction

from tkdnportal.templatetags.portal import day as written_day
from umkm.exports import national, watermark, write_csv
from umkm.models import Export, FileFormat

COLUMNS = ("nama_usaha", "nama_pemilik", "telepon", "kabupaten", "nomor_sertifikat", "berakhir", "rupiah_terancam")


@transaction.atomic
def make(*, renewals, by, at, purpose, text):
    """The file of `renewals`, in their order, and its record; it vanishes when closed."""
    found = renewals.filter(business__isnull=False).select_related("business__regency", "stake")
    file, count = write_csv(COLUMNS, (_row(each) for each in found), watermark(by, at))
    Export.objects.create(
        by=by, rows=count, format=FileFormat.CSV, query="perpanjangan", columns=list(COLUMNS), with_contacts=True,
        purpose=purpose, text=text,
    )  # fmt: skip
    return file


def _row(renewal):
    business, stake = renewal.business, getattr(renewal, "stake", None)
    return [
        business.name,
        business.owner_name,
        national(business.phone),
        str(business.regency),
        renewal.number or "",
        written_day(renewal.valid_until),
        str(stake.rupiah_at_risk if stake else 0),
    ]
