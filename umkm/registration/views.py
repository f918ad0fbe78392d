"""The owner's way through a registration: the task list, one question a page, the check, the submission."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from tkdnportal.throttle import Limit
from umkm.models import Registration
from umkm.registration import steps, summary, unsent
from umkm.registration.kbli import suggest
from umkm.registration.prescreen_views import SESSION_KEY as PRESCREEN
from umkm.registration.sending import sent
from umkm.registration.submit import AlreadyKnown, known_business, submit
from umkm.registration.unsent import resumable

KNOWN = Limit("registration-known", amount=10, seconds=3600)
"""How often one person may be told that a NIB or NIK is in the register: enough for typing errors, not for guessing."""
SECRET_STEPS = frozenset({"nik"})
"""Answers a page never shows again."""


class DeclarationForm(forms.Form):
    """The owner stands for the answers."""

    registration = forms.IntegerField(widget=forms.HiddenInput)
    true = forms.BooleanField(
        label=gettext_lazy("Data di atas benar, dan saya berhak mendaftarkan usaha ini."),
        error_messages={"required": gettext_lazy("Centang bahwa data di atas benar, lalu kirim.")},
    )


def draft_of(request):
    """The person's open draft; a new one that is not saved yet where there is none."""
    return Registration.objects.open_of(request.user) or Registration(user=request.user)


def keep(request, slug, value):
    """Keep an answer, in a draft begun with the first one; what the questions before said goes along."""
    draft = Registration.objects.begun_by(request.user, request.session.get(PRESCREEN, {}))
    draft.answer(slug, value, at=timezone.localtime())
    return draft


def onward(request, draft, slug):
    """The next open question; the check where none is open or the person came from there."""
    upcoming = steps.following(slug, draft.answers)
    if not upcoming:
        return redirect("umkm:registration_review")
    return redirect("umkm:registration_step", upcoming.slug)


@never_cache
@resumable
def index(request):
    """The task list: what is answered, what comes next."""
    draft = draft_of(request)
    context = {
        "parts": summary.parts(draft),
        "next": steps.first_open(draft.answers),
        "done": steps.answered(draft.answers),
        "count": len(steps.STEPS),
        "is_new": not draft.pk,
    }
    return render(request, "umkm/registration/index.html", context)


@never_cache
@resumable
def step(request, slug):
    """Ask one question; the products and the photos have pages of their own."""
    if slug not in steps.BY_SLUG:
        raise Http404
    draft = draft_of(request)
    form = _form(request, draft, slug)
    if request.method == "POST" and form.is_valid():
        if known := _known(slug, form.cleaned_data):
            return _to_claim(request, draft, known, form.cleaned_data)
        return onward(request, keep(request, slug, form.cleaned_data), slug)
    return render(request, "umkm/registration/step.html", page_context(request, slug, form))


def page_context(request, slug, form):
    """What every question's page needs around its form."""
    back = steps.before(slug)
    return {
        "form": form,
        "step": steps.BY_SLUG[slug],
        "number": steps.SLUGS.index(slug) + 1,
        "count": len(steps.STEPS),
        "back": reverse("umkm:registration_step", args=[back.slug]) if back else reverse("umkm:registration"),
        "is_secret": slug in SECRET_STEPS,
    }


def _form(request, draft, slug):
    form_class, options = steps.BY_SLUG[slug].form, {"draft": draft}
    if slug == "kegiatan":
        options["found"] = suggest(request.GET.get("q", _words(draft))[:200])
    initial = _guesses(request.user).get(slug, {}) | _shown(draft, slug) | unsent.take(request)
    return form_class(*sent(request), initial=initial, **options)


def _shown(draft, slug):
    return {} if slug in SECRET_STEPS else draft.answers.get(slug, {})


def _guesses(user):
    """What the account already tells, the telephone as people write it; the owner corrects it where it is wrong."""
    phone = (user.phone or "").replace("+62", "0", 1)
    return {"pemilik": {"owner_name": user.full_name}, "telepon": {"phone": phone}}


def _words(draft):
    """What to look for among the KBLI titles: the first product, else the name."""
    products = draft.answers.get("produk", [])
    return products[0]["name"] if products else draft.answers.get("nama", {}).get("name", "")


def _known(slug, answer):
    """The registered business with this NIB or NIK, as soon as it is typed."""
    if slug not in {"nib", "nik"}:
        return None
    return known_business(**{slug: answer[slug]})


def _to_claim(request, draft, known, answer):
    """Lead to the claim and show nothing of the record; who owns it already is led to it."""
    if known.memberships.filter(user=request.user).exists():
        messages.info(request, _("Usaha ini sudah tercatat atas nama Anda."))
        return redirect(known)
    at, person = timezone.localtime(), f"user-{request.user.pk}"
    if KNOWN.is_reached(person, at):
        return render(request, "429.html", {"until": KNOWN.ends(at)}, status=429)
    KNOWN.count(person, at)
    request.session["claim_nib"] = answer.get("nib") or draft.answers.get("nib", {}).get("nib", "")
    messages.info(
        request,
        _("Dinas sudah mencatat usaha dengan nomor itu. Buktikan bahwa itu usaha Anda, atau perbaiki nomornya."),
    )
    return redirect("umkm:claim")


@never_cache
@resumable
def review(request):
    """Check the answers, and send them."""
    form = DeclarationForm(*sent(request))
    if request.method == "POST" and form.is_valid():
        return _send(request, form)
    draft = draft_of(request)
    if upcoming := steps.first_open(draft.answers):
        messages.info(request, _("Masih ada yang belum dijawab. Jawab ini dulu, lalu periksa semuanya."))
        return redirect("umkm:registration_step", upcoming.slug)
    form.fields["registration"].initial = draft.pk
    return render(request, "umkm/registration/review.html", {"form": form, "parts": summary.parts(draft)})


def _send(request, form):
    """Send the very draft that was on the page, be it open or, pressed twice, sent already."""
    draft = get_object_or_404(Registration, user=request.user, pk=form.cleaned_data["registration"])
    if not draft.submitted_at and steps.first_open(draft.answers):
        return redirect("umkm:registration_review")
    try:
        business = submit(registration=draft, by=request.user, at=timezone.localtime())
    except AlreadyKnown:
        return _somebody_was_first(request, draft)
    if not business:
        return redirect("umkm:desk")
    messages.success(
        request,
        _("%(name)s sudah tercatat di Dinas. Petugas memeriksanya; langkah Anda berikutnya ada di bawah.")
        % {"name": business.name},
    )
    return redirect(business)


def _somebody_was_first(request, draft):
    nib = draft.answers["nib"]["nib"]
    if known := known_business(nib=nib, nik=draft.nik):
        return _to_claim(request, draft, known, {"nib": nib})
    messages.error(
        request,
        _("Usaha dengan nama, tempat, dan pemilik yang sama sudah tercatat. Hubungi Dinas untuk menghubungkannya."),
    )
    return redirect("umkm:registration")
