"""What an officer does next with a package, in one sentence and one link."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from procurement.desk_states import DeskState


@dataclass(frozen=True)
class NextStep:
    """A sentence, and where to do it; without a link there is nothing to do."""

    text: str
    url: str = ""
    link: str = ""


def next_step(package):
    """Of a package with desk state and progress (`desk_states`)."""
    page = package.get_absolute_url()
    steps = {
        DeskState.AT_RISK: lambda: _at_risk(package, page),
        DeskState.OPEN: lambda: _open(package, page),
        DeskState.THIN: lambda: _choose(package, page),
        DeskState.SERVED: lambda: _choose(package, page),
        DeskState.AWARDED: lambda: NextStep(
            _("Sudah dikontrak. Catat penyerahan barang dan pembayarannya."),
            reverse("procurement:purchases", args=[package.rup_code]),
            _("Catat"),
        ),
        DeskState.DONE: lambda: NextStep(_("Selesai: barang diterima dan dibayar.")),
        DeskState.UNKNOWN: lambda: NextStep(_("Belum dihitung; lihat sendiri pemasoknya."), page, _("Lihat pemasok")),
        DeskState.OUTSIDE: lambda: NextStep(
            _("Di luar empat kategori. Bila kategorinya keliru, sampaikan kepada Dinas."), page, _("Periksa paket")
        ),
        DeskState.NOT_CERTIFIABLE: lambda: NextStep(_("Tidak perlu pemasok bersertifikat; pengadaan berjalan biasa.")),
    }
    return steps[DeskState(package.desk_state)]()


def _at_risk(package, page):
    text = ngettext(
        "%(count)s sertifikat berakhir sebelum barang diserahkan. Minta pemasoknya memperpanjang sekarang.",
        "%(count)s sertifikat berakhir sebelum barang diserahkan. Minta pemasoknya memperpanjang sekarang.",
        package.outcome.renewable,
    )
    return NextStep(text % {"count": package.outcome.renewable}, page, _("Lihat sertifikatnya"))


def _open(package, page):
    if package.declared:
        return NextStep(_("Sudah disampaikan kepada Dinas, yang mencarikan usaha untuk dibantu bersertifikat."))
    url = f"{reverse('procurement:freeze')}?paket={package.rup_code}"
    return NextStep(
        _("Belum ada pemasok. Bekukan jawabannya sebagai bukti, lalu nyatakan kepada Dinas."), url, _("Bekukan bukti")
    )


def _choose(package, page):
    shortlist = reverse("procurement:shortlist", args=[package.rup_code])
    if not package.shortlisted:
        text = ngettext(
            "%(count)s pemasok dapat melayani. Bandingkan, lalu pilih untuk daftar pendek.",
            "%(count)s pemasok dapat melayani. Bandingkan, lalu pilih untuk daftar pendek.",
            package.outcome.suppliers,
        )
        return NextStep(text % {"count": package.outcome.suppliers}, page, _("Lihat pemasok"))
    if not package.asked:
        return NextStep(_("Daftar pendek sudah terisi. Minta penawaran."), shortlist, _("Minta penawaran"))
    if package.answered < package.asked:
        text = _("%(answered)s dari %(asked)s penawaran dijawab. Catat jawaban yang masuk.")
        values = {"answered": package.answered, "asked": package.asked}
        return NextStep(text % values, shortlist, _("Catat jawaban"))
    return NextStep(_("Semua penawaran dijawab. Bandingkan, lalu pilih pemasoknya."), shortlist, _("Bandingkan"))
