"""The first steps of a business's path to a TKDN-IK certificate: those the register itself answers."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from umkm.models import RiskLevel

GOODS_DIVISIONS = range(10, 33)
"""KBLI divisions 10 to 32 make goods; 33 repairs and installs, which is a service (KBLI 2020, category C)."""

NEEDS_STANDARD_CERTIFICATE = (RiskLevel.MED_HIGH, RiskLevel.HIGH)
"""From medium-high risk on, the Sertifikat Standar must be verified before an application (domain 3)."""


class StepState(TextChoices):
    """How far one step is; derived from facts, never stored."""

    DONE = "DONE", gettext_lazy("selesai")
    TODO = "TODO", gettext_lazy("belum")
    WAITING = "WAITING", gettext_lazy("menunggu")
    UNKNOWN = "UNKNOWN", gettext_lazy("belum diketahui")
    BLOCKED = "BLOCKED", gettext_lazy("perlu diperbaiki")


@dataclass(frozen=True)
class Step:
    """One step with the reason for its state and what the owner does next; `action` is empty when nothing is left."""

    code: str
    title: str
    state: StepState
    reason: str
    action: str = ""
    hinders: bool = True
    """False where a fact is unknown but nothing says that it stands in the way: later steps may be taken meanwhile."""

    @property
    def is_done(self):
        """Whether nothing is left to do."""
        return self.state == StepState.DONE


def makes_goods(activity):
    """Whether the activity's KBLI code is one of an industry that makes goods."""
    return int(activity.kbli_code[:2]) in GOODS_DIVISIONS


def register_steps(business, activities, *, uncovered=""):
    """Identity, KBLI, NIB and Sertifikat Standar of `business`, whose KBLI entries are `activities`.

    `uncovered` names the product that none of these entries covers, as triage found it; empty when there is none.
    """
    goods = [activity for activity in activities if makes_goods(activity)]
    kbli = uncovered_step(activities, uncovered) if uncovered else kbli_step(business, activities, goods)
    return [identity_step(business), kbli, nib_step(business), standard_step(goods)]


def identity_step(business):
    """The office must know whom to call and where."""
    facts = (
        (business.owner_name, _("nama pemilik")),
        (business.phone or business.email, _("nomor telepon atau e-mail")),
        (business.address, _("alamat")),
    )
    missing = [label for value, label in facts if not value]
    title = _("Data usaha lengkap")
    if not missing:
        return Step("IDENTITY", title, StepState.DONE, _("Nama, kontak, dan alamat sudah tercatat."))
    reason = _("Belum tercatat: %(missing)s.") % {"missing": ", ".join(missing)}
    return Step(
        "IDENTITY", title, StepState.TODO, reason, _("Sampaikan data yang kurang kepada Dinas agar dapat dicatat.")
    )


def nib_step(business):
    """Without a business number (NIB) no application is possible."""
    title = _("Punya NIB")
    if business.nib:
        return Step("NIB", title, StepState.DONE, _("NIB Anda %(nib)s.") % {"nib": business.nib})
    return Step(
        "NIB",
        title,
        StepState.TODO,
        _("NIB belum tercatat."),
        _("Daftar gratis di oss.go.id, lalu sampaikan 13 angka NIB kepada Dinas."),
    )


def uncovered_step(activities, product):
    """The product must come from an activity on the licence (Permenperin 35/2025 Ps 9(1))."""
    reason = _("KBLI pada NIB Anda (%(codes)s) tidak mencakup produk “%(product)s”.")
    return Step(
        "KBLI",
        _("KBLI untuk membuat barang"),
        StepState.BLOCKED,
        reason % {"codes": ", ".join(activity.kbli_code for activity in activities), "product": product},
        _("Tambahkan KBLI yang sesuai dengan produk itu di oss.go.id, lalu sampaikan kepada Dinas."),
    )


def kbli_step(business, activities, goods):
    """A certificate is for goods the business makes itself (Permenperin 35/2025 Ps 9(1))."""
    title = _("KBLI untuk membuat barang")
    codes = ", ".join(activity.kbli_code for activity in goods or activities)
    if goods:
        return Step("KBLI", title, StepState.DONE, _("KBLI industri Anda: %(codes)s.") % {"codes": codes})
    if not activities:
        return Step(
            "KBLI",
            title,
            StepState.UNKNOWN,
            _("Kode KBLI belum tercatat."),
            _("Lihat kode KBLI pada NIB Anda di oss.go.id, lalu sampaikan kepada Dinas.")
            if business.nib
            else _("Pilih KBLI industri yang sesuai dengan barang Anda saat mendaftar NIB di oss.go.id."),
        )
    reason = _("KBLI pada NIB Anda (%(codes)s) bukan untuk membuat barang. Dagang dan jasa boga tidak termasuk.")
    return Step(
        "KBLI",
        title,
        StepState.BLOCKED,
        reason % {"codes": codes},
        _("Bila Anda membuat barang sendiri, tambahkan KBLI industri (berawalan 10 sampai 32) di oss.go.id."),
    )


def standard_step(goods):
    """The Sertifikat Standar of at least one goods activity must not stand in the way."""
    title = _("Sertifikat Standar terverifikasi")
    if not goods:
        return Step(
            "STANDARD",
            title,
            StepState.UNKNOWN,
            _("Baru dapat dinilai setelah KBLI industri tercatat."),
            _("Selesaikan dahulu langkah KBLI."),
        )
    if any(activity.risk in (RiskLevel.LOW, RiskLevel.MED_LOW) for activity in goods):
        return Step("STANDARD", title, StepState.DONE, _("Tidak wajib, karena risiko usahanya rendah."))
    if any(activity.standard_certificate_verified for activity in goods):
        return Step("STANDARD", title, StepState.DONE, _("Sertifikat Standar sudah terverifikasi."))
    return _standard_missing(title, goods)


def _standard_missing(title, goods):
    known = all(activity.risk in NEEDS_STANDARD_CERTIFICATE for activity in goods)
    if known and any(activity.standard_certificate_verified is False for activity in goods):
        return Step(
            "STANDARD",
            title,
            StepState.TODO,
            _("Risiko usaha Anda menengah tinggi ke atas, dan Sertifikat Standar belum terverifikasi."),
            _("Penuhi syarat Sertifikat Standar di oss.go.id sampai statusnya “terverifikasi”."),
        )
    return Step(
        "STANDARD",
        title,
        StepState.UNKNOWN,
        _("Tingkat risiko atau status Sertifikat Standar belum tercatat."),
        _("Lihat keduanya di oss.go.id, lalu sampaikan kepada Dinas."),
        hinders=known,
    )
