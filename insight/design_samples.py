"""Every piece of the pages once: the line of template that draws it, and that very line drawn (`/rupa/`)."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django import forms
from django.template import engines
from django.utils.translation import gettext_lazy as _

from certification.statuses import CertificateStatus
from insight.dashboard.figure import Column, Row, Table
from procurement.models import OutcomeState
from umkm.forms import FilterForm
from umkm.path import Step, StepState

DAY = date(2026, 11, 24)


class SampleForm(FilterForm):
    """A filter with one field that is wrong."""

    tahun = forms.IntegerField(label=_("Tahun anggaran"), min_value=2025)


@dataclass(frozen=True)
class SamplePage:
    """The middle of three pages."""

    number: int = 2
    previous: int = 1
    next: int = 3


@dataclass(frozen=True)
class Sample:
    """A piece: what it is for, the lines that draw it, and what these are given."""

    title: str
    codes: tuple
    given: dict = field(default_factory=dict)
    is_around: bool = False
    """Whether every page has it once already, so that it is only named."""

    def drawn(self, request):
        """The lines as the portal's pages draw them."""
        if self.is_around:
            return ""
        return engines["django"].from_string("\n".join(self.codes)).render(self.given, request)


def samples():
    """All pieces, in the order of a page: words, what one reads, what one fills in, what one counts."""
    return [*_words(), *_lists(), *_forms(), *_frame()]


def _words():
    return [
        Sample(_("Keadaan, dengan kata dan warna"), tuple(
            f'{{% include "parts/status.html" with status="{code}" label="{label}" only %}}'
            for code, label in CertificateStatus.choices
        )),
        Sample(_("Keadaan paket"), tuple(
            f'{{% include "parts/outcome.html" with state="{state}" label="{label}" only %}}'
            for state, label in OutcomeState.choices
        )),
        Sample(_("Paket yang belum dihitung"), ('{% include "parts/outcome.html" with state="" only %}',)),
        Sample(_("Uang"), ('{% include "parts/money.html" with amount=11000000000 only %}',)),
        Sample(_("Uang di dalam tabel"), ("{{ amount|rupiah }}",), {"amount": 11_000_000_000}),
        Sample(_("Hari"), ('{% include "parts/day.html" with value=day only %}',), {"day": DAY}),
        Sample(_("Hari yang belum diketahui"), ('{% include "parts/day.html" with value=None only %}',)),
        Sample(_("Orang"), (
            '{% include "parts/person.html" with name="Siti Aminah" role="pendamping" since=day only %}',
        ), {"day": DAY}),
        Sample(_("Gambar di samping kata"), ('{% include "umkm/owner/_icon.html" with name="camera" only %} Foto',)),
        Sample(_("Pemberitahuan"), (
            '<div class="notice notice-success"><p>Produk “Keripik pisang” tersimpan; sekarang isi harganya.</p></div>',
        )),
    ]  # fmt: skip


def _lists():
    steps = [
        Step("NIB", _("Usaha punya NIB dengan KBLI industri"), StepState.DONE, _("Tercatat.")),
        Step("SIINAS", _("Punya akun SIINas"), StepState.TODO, _("Belum ada akun.")),
    ]
    table = Table(
        _("Bulan"),
        (Column("terbit", _("Terbit")),),
        [Row("Januari", (40,)), Row("Februari", (32,))],
        Row(_("Jumlah"), (72,)),
    )
    return [
        Sample(_("Daftar langkah"), (
            '{% include "parts/task_list.html" with steps=steps next=next only %}',
        ), {"steps": steps, "next": steps[1]}),
        Sample(_("Periksa jawaban"), (
            '<dl class="summary-list">',
            '{% include "parts/answer.html" with title="Nama usaha" lines=lines url="#isi" only %}',
            '{% include "parts/answer.html" with title="Alamat" url="#isi" only %}',
            "</dl>",
        ), {"lines": ["Keripik Sari Rasa"]}),
        Sample(_("Tabel angka"), ('{% include "parts/table.html" with table=table title="Contoh" only %}',),
               {"table": table}),
        Sample(_("Yang beres terlipat"), (
            '<details class="fold"><summary>Yang sudah siap: 2 hal</summary><p>NIB dan alamat.</p></details>',
        )),
        Sample(_("Yang dikerjakan berikutnya"), (
            '<section class="next-step"><h3>Kerjakan dulu: foto produk</h3><p>Foto dari depan.</p></section>',
        )),
        Sample(_("Belum ada isinya"), (
            '{% include "parts/empty.html" with what="Belum ada paket tahun ini." next="Pilih tahun lain."'
            ' url="#isi" link="Lihat semua paket" only %}',
        )),
        Sample(_("Halaman sebelum dan sesudah"), ('{% include "parts/pager.html" with page=page %}',),
               {"page": SamplePage()}),
    ]  # fmt: skip


def _forms():
    form = SampleForm({"tahun": "1900"})
    form.is_valid()
    return [
        Sample(_("Ringkasan kesalahan"), ('{% include "parts/error_summary.html" with form=form sample=True only %}',),
               {"form": form}),
        Sample(_("Saringan, dengan kesalahannya"), (
            '{% include "parts/filters.html" with form=form label="Contoh saringan" button="Tampilkan" only %}',
        ), {"form": form}),
    ]  # fmt: skip


def _frame():
    return [
        Sample(_("Jalan kembali, di atas judul"), ('{% include "parts/trail.html" with here=here only %}',),
               is_around=True),
        Sample(_("Kepala halaman"), ('{% include "parts/header.html" %}',), is_around=True),
        Sample(_("Menu di dalamnya"), ('{% include "parts/nav_links.html" %}',), is_around=True),
        Sample(_("Pemberitahuan data contoh"), ('{% include "parts/banner.html" %}',), is_around=True),
        Sample(_("Saringan yang langsung menjawab, di dalam head"), (
            "{% block head %}", '{% include "parts/instant.html" %}', "{% endblock head %}",
        ), is_around=True),
        Sample(_("Kaki halaman"), ('{% include "parts/footer.html" %}',), is_around=True),
    ]  # fmt: skip


def parts():
    """Names of all partials in `templates/parts`."""
    (folder,) = (Path(folder) / "parts" for folder in engines["django"].dirs)
    return sorted(f"parts/{found.name}" for found in folder.glob("*.html"))
