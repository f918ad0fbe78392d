"""An officer or a clerk decides a package's category in one press; no import overrules it."""

from django import forms
from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from procurement import services
from procurement.models import NotCertifiable, Package
from procurement.tasks import refresh_outcomes
from tkdnportal.refusals import refusal_of, sentence_of
from umkm.categories import Category
from umkm.owner.doors import signed_in


class CategoryForm(forms.Form):
    """What the package buys, and why the person thinks so."""

    kategori = forms.ChoiceField(
        label=gettext_lazy("Kategori"), choices=Category.choices, widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pilih satu kategori.")},
    )  # fmt: skip
    bukan_barang = forms.ChoiceField(
        label=gettext_lazy("Tidak dapat bersertifikat karena"),
        choices=[("", gettext_lazy("paket ini membeli barang, jadi dapat")), *NotCertifiable.choices], required=False,
        help_text=gettext_lazy("Makanan yang dimasak dan disajikan (katering) dan jasa bukan barang buatan industri."),
    )  # fmt: skip
    alasan = forms.CharField(
        label=gettext_lazy("Alasan"), max_length=200,
        help_text=gettext_lazy("Satu kalimat, misalnya: isinya plakat untuk tamu, bukan makanan."),
        error_messages={"required": gettext_lazy("Tulis alasannya, agar orang lain mengerti.")},
    )  # fmt: skip


def may_decide(user, package):
    """Whether `user` is an officer of the package's agency, or a clerk who may change packages."""
    if not user.is_authenticated:
        return False
    posted = package.agency.postings.filter(user_id=user.pk).exists()
    return posted or user.has_perm("procurement.change_package")


@signed_in
def category(request, rup_code):
    """Show the question with today's answer, or take the decision; a stranger learns nothing of this page."""
    package = get_object_or_404(Package.objects.select_related("agency"), rup_code=rup_code)
    if not may_decide(request.user, package):
        raise Http404
    usual = {"kategori": package.category, "bukan_barang": package.not_certifiable}
    form = CategoryForm(request.POST or None, initial=usual)
    if form.is_valid() and _decided(request, package, form):
        return redirect(package)
    return render(request, "procurement/category.html", {"form": form, "package": package})


def _decided(request, package, form):
    """Take the decision; what the database refuses becomes the form's error."""
    asked = form.cleaned_data
    try:
        services.decide_category(
            package=package, category=asked["kategori"], not_certifiable=asked["bukan_barang"],
            reason=asked["alasan"], by=request.user, on=timezone.localdate(),
        )  # fmt: skip
    except IntegrityError as error:
        form.add_error(None, _explained(error))
        return False
    refresh_outcomes.delay_on_commit()
    label = Category(asked["kategori"]).label
    messages.success(
        request,
        _("Kategori paket ini sekarang: %(category)s. Impor tidak akan mengubahnya lagi.") % {"category": label},
    )
    return True


def _explained(error):
    refusal = refusal_of(error)
    if refusal is None:
        raise error
    if refusal.constraint_name == "package_fits_its_budget_line":
        return _(
            "Baris anggaran kategori itu tidak cukup untuk pagu paket ini. Tambah dulu anggarannya, "
            "atau minta Dinas memeriksa baris anggaran."
        )
    return sentence_of(refusal.constraint_name)
