"""The page where each step of the path is done."""

from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

OSS = "https://oss.go.id/"
SIINAS = "https://siinas.kemenperin.go.id/"


class StepPage(NamedTuple):
    """The owner's page for a step with its button, and the ministry's site where the step needs it first."""

    url: str
    label: str
    site: str = ""
    site_label: str = ""


def page_of_step(code, business):
    """The page that does the step `code` for `business`."""

    def paper(slug):
        return reverse("umkm:paper", args=[business.pk, slug])

    oss = (OSS, _("Buka oss.go.id"))
    siinas = (SIINAS, _("Buka SIINas"))
    pages = {
        "IDENTITY": StepPage(reverse("umkm:data", args=[business.pk]), _("Lengkapi data usaha")),
        "KBLI": StepPage(paper("nib"), _("Kirim NIB dengan kode KBLI"), *oss),
        "NIB": StepPage(paper("nib"), _("Kirim NIB"), *oss),
        "STANDARD": StepPage(paper("sertifikat-standar"), _("Kirim Sertifikat Standar"), *oss),
        "SIZE": StepPage(reverse("umkm:data", args=[business.pk]), _("Lihat data usaha")),
        "SIINAS": StepPage(reverse("siinas:accounts", args=[business.pk]), _("Buka panduan akun SIINas"), *siinas),
        "VALIDATED": StepPage(reverse("siinas:accounts", args=[business.pk]), _("Lihat akun SIINas"), *siinas),
        "CERTIFICATE": StepPage(reverse("tkdn:ready", args=[business.pk]), _("Periksa kesiapan"), *siinas),
    }
    pages["APPLIED"] = pages["RETURNED"] = StepPage(
        reverse("applications:list", args=[business.pk]), _("Buka permohonan"), *siinas
    )
    return pages[code]
