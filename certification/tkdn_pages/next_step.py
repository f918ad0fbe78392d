"""The one thing to do next with a calculation, above everything else on its page."""

from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from certification.tkdn_pages.words import MENDS, QUESTION_TITLES

ASKED_IN = {"NOT_SMALL_INDUSTRY": "modal", "ALL_IMPORTED": ""}
"""The question behind a refusal; the components are behind one without a question, and “cara” behind the others."""


class NextStep(NamedTuple):
    """What to do, why, and the button that leads there."""

    title: str
    why: str
    url: str
    link: str


def next_step(calculation, told, components, unproven, slug_of):
    """Answers first, then what refuses the product, its components, their proof, and last its readiness.

    `unproven` are (component, kinds of documents it still asks for); `slug_of` names the page of each question.
    """
    if told.unanswered:
        name = told.unanswered[0]
        return _question(calculation, _("Jawab dahulu"), QUESTION_TITLES[name], slug_of[name], _("Jawab sekarang"))
    if told.reason:
        return _refused(calculation, told.reason)
    if not components:
        url = _page("tkdn:component_add", calculation)
        return NextStep(
            _("Catat bahan pertama"), _("Mulai dari bahan yang paling mahal."), url, _("Tambah bahan pertama")
        )
    if unproven:
        return _proof(calculation, *unproven[0])
    url = reverse("tkdn:ready", args=[calculation.product.business_id]) + f"?produk={calculation.product_id}"
    why = _("Nilai dan buktinya lengkap. Lihat apa lagi yang diminta sebelum permohonan dikirim.")
    return NextStep(_("Periksa kesiapan permohonan"), why, url, _("Periksa kesiapan"))


def _refused(calculation, reason):
    title, why, slug = _("Periksa penyebabnya"), MENDS.get(reason, ""), ASKED_IN.get(reason, "cara")
    if slug:
        return _question(calculation, title, why, slug, _("Lihat jawaban saya"))
    return NextStep(title, why, "#bahan", _("Lihat daftar bahan"))


def _question(calculation, title, why, slug, link):
    return NextStep(title, why, _page("tkdn:question", calculation, slug=slug), link)


def _proof(calculation, component, kinds):
    why = _("Masih kurang: %(kinds)s. Foto dengan ponsel sudah cukup.")
    return NextStep(
        _("Lampirkan bukti: %(name)s") % {"name": component.name},
        why % {"kinds": ", ".join(str(kind.label) for kind in kinds)},
        _page("tkdn:evidence", calculation, component_pk=component.pk),
        _("Lampirkan bukti"),
    )


def _page(name, calculation, **more):
    return reverse(name, kwargs={"pk": calculation.product.business_id, "number": calculation.pk, **more})
