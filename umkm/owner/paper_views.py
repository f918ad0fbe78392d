"""The owner's documents: what is there, what is missing, and one page for each kind."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from umkm.documents import keep_checked
from umkm.owner.doors import action_of, own_business, signed_in
from umkm.owner.papers import BY_SLUG, PAPERS, kept, remove, replace
from umkm.uploads import FilesField


class PaperForm(forms.Form):
    """Files of one kind; in the place of one document at most one."""

    def __init__(self, *args, paper, replaces=None, **kwargs):
        """`replaces`: the document the file takes the place of."""
        super().__init__(*args, **kwargs)
        self.fields["files"] = FilesField(
            kind=paper.kind,
            most=1 if replaces else 10,
            label=gettext_lazy("Berkas pengganti") if replaces else gettext_lazy("Tambah berkas"),
            help_text=gettext_lazy("Foto dengan kamera, atau pilih foto atau PDF dari ponsel."),
            error_messages={"required": gettext_lazy("Pilih dahulu berkasnya, lalu kirim.")},
        )


@signed_in
def papers(request, pk):
    """Every kind of document: how many are there, what it is for, and which steps use it."""
    business = own_business(request, pk)
    documents = [document for document in kept(business) if document.removed_at is None]
    by_kind = {paper.kind: [] for paper in PAPERS}
    for document in documents:
        by_kind[document.kind].append(document)
    rows = [(paper, by_kind[paper.kind]) for paper in PAPERS]
    needed = [there for paper, there in rows if paper.needed]
    context = {"business": business, "rows": rows, "needed": len(needed), "given": sum(map(bool, needed))}
    return render(request, "umkm/owner/papers.html", context)


@signed_in
def paper(request, pk, slug):
    """The documents of one kind, the form for more, and what was there before."""
    business, chosen = own_business(request, pk), _paper(slug)
    form = PaperForm(request.POST or None, request.FILES or None, paper=chosen)
    if request.method == "POST" and form.is_valid():
        for checked in form.cleaned_data["files"]:
            keep_checked(checked=checked, kind=chosen.kind, business=business, by=request.user)
        count = len(form.cleaned_data["files"])
        messages.success(
            request, ngettext("%(count)s berkas tersimpan.", "%(count)s berkas tersimpan.", count) % {"count": count}
        )
        return redirect("umkm:paper", pk=pk, slug=slug)
    documents = list(kept(business).filter(kind=chosen.kind).select_related("uploaded_by"))
    context = {"business": business, "paper": chosen, "form": form}
    context |= {"now": [document for document in documents if document.removed_at is None]}
    context |= {"past": [document for document in documents if document.removed_at]}
    return render(request, "umkm/owner/paper.html", context)


@signed_in
def paper_replace(request, pk, slug, document_pk):
    """A newer file in the place of one document; the old one stays as history."""
    business, chosen = own_business(request, pk), _paper(slug)
    old = _kept(business, chosen, document_pk)
    form = PaperForm(request.POST or None, request.FILES or None, paper=chosen, replaces=old)
    if request.method == "POST" and form.is_valid():
        at = timezone.now()  # noqa: TID251 - a view may read the clock
        replace(document=old, checked=form.cleaned_data["files"][0], by=request.user, at=at)
        messages.success(request, _("Berkas sudah diganti. Yang lama tetap tersimpan di bawah."))
        return redirect("umkm:paper", pk=pk, slug=slug)
    context = {"business": business, "paper": chosen, "form": form, "old": old}
    return render(request, "umkm/owner/paper_replace.html", context)


@action_of("umkm:paper", "pk", "slug")
def paper_remove(request, pk, slug, document_pk):
    """Take a document away; it stays as history."""
    old = _kept(own_business(request, pk), _paper(slug), document_pk)
    remove(document=old, at=timezone.now())  # noqa: TID251 - a view may read the clock
    messages.success(request, _("“%(name)s” sudah dihapus dari dokumen Anda.") % {"name": old.name})
    return redirect("umkm:paper", pk=pk, slug=slug)


def _paper(slug):
    if slug not in BY_SLUG:
        raise Http404
    return BY_SLUG[slug]


def _kept(business, chosen, document_pk):
    there = kept(business).filter(kind=chosen.kind, removed_at__isnull=True).select_related("business", "product")
    return get_object_or_404(there, pk=document_pk)
