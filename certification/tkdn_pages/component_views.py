"""Components of a calculation, one a page: add, change, remove, reorder, prove; and the live result."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from certification.models import Component
from certification.reckoning import remember, tell
from certification.tkdn import Origin
from certification.tkdn_pages import saving
from certification.tkdn_pages.calculation_views import is_stale, shown_again
from certification.tkdn_pages.component_forms import ComponentForm, EvidenceForm
from certification.tkdn_pages.loading import (
    components_of,
    loaded_calculation,
    locked_calculation,
    missing_proof,
    own_calculation,
    told_context,
)
from certification.tkdn_pages.words import ORIGINS, example_for
from umkm.models import MaterialAllotment
from umkm.owner.doors import action_of, signed_in, typed_before
from umkm.owner.saving import saved


@signed_in
def component_add(request, pk, number):
    """One more component; sent twice, it is recorded once."""
    calculation = loaded_calculation(request, pk, number)
    try:
        made = Component(calculation=calculation, position=saving.next_position(calculation))
    except saving.NotAllowed as refusal:
        messages.error(request, str(refusal))
        return redirect("tkdn:result", pk=pk, number=number)
    return _component_page(request, calculation, made)


@signed_in
def component(request, pk, number, component_pk):
    """Change a component."""
    calculation = loaded_calculation(request, pk, number)
    return _component_page(request, calculation, _own(calculation, component_pk))


def _component_page(request, calculation, made):
    on, is_new = timezone.localdate(), made.pk is None
    initial = {} if request.method == "POST" else typed_before(request)
    form = ComponentForm(request.POST or None, instance=made, initial=initial, on=on)
    if request.method == "POST" and form.is_valid():
        if not is_new and is_stale(form):
            return shown_again(request)
        if (is_new and _twin(form.instance)) or _recorded(form, on):
            return _after(request, calculation, form.instance)
    context = {"form": form, "calculation": calculation, "component": None if is_new else made}
    context |= {"product": calculation.product, "business": calculation.product.business}
    context |= {"origins": ORIGINS.items(), "example": example_for(calculation.product)}
    context |= told_context(tell(calculation, list(calculation.components.all()), on))
    return render(request, "certification/tkdn/component.html", context)


def _recorded(form, on):
    """Save the component and what the owner is told of it; False where the database refused."""
    form.instance.revision += 1
    if not saved(form):
        return False
    remember(form.instance.calculation, on)
    return True


def _twin(made):
    """Whether exactly this component is there already, as when a slow phone sends the form twice."""
    facts = ("quantity", "unit", "unit_price", "origin", "certificate_number", "certificate_tkdn")
    same = made.calculation.components.filter(name__iexact=made.name)
    return same.filter(**{fact: getattr(made, fact) for fact in facts}).exists()


def _after(request, calculation, made):
    where = {"pk": calculation.product.business_id, "number": calculation.pk}
    messages.success(request, _("“%(name)s” tercatat.") % {"name": made.name})
    return redirect("tkdn:component_add" if "lagi" in request.POST else "tkdn:result", **where)


@action_of("tkdn:result", "pk", "number")
def component_remove(request, pk, number, component_pk):
    """Take a component out."""
    calculation = locked_calculation(request, pk, number)
    gone = _own(calculation, component_pk)
    gone.delete()
    remember(calculation, timezone.localdate())
    messages.success(request, _("“%(name)s” sudah dihapus dari daftar bahan.") % {"name": gone.name})
    return redirect("tkdn:result", pk=pk, number=number)


@action_of("tkdn:result", "pk", "number")
def component_move(request, pk, number, component_pk, step):
    """One place up or down."""
    calculation = locked_calculation(request, pk, number)
    saving.move_component(component=_own(calculation, component_pk), step=step)
    return redirect("tkdn:result", pk=pk, number=number)


@signed_in
def evidence(request, pk, number, component_pk):
    """The proof of one component: files given before are used again, new ones are kept for the next time."""
    calculation = loaded_calculation(request, pk, number)
    chosen = _own(calculation, component_pk)
    kinds = ORIGINS[Origin(chosen.origin)].kinds
    kept = calculation.product.business.documents.filter(kind__in=kinds, removed_at__isnull=True)
    shares = MaterialAllotment.objects.of(calculation.product.business)
    initial = {
        "documents": [proof.document_id for proof in chosen.evidence.all()],
        "allotments": [share.allotment_id for share in chosen.shares.all()],
    }
    form = EvidenceForm(
        request.POST or None, request.FILES or None, kept=kept, kinds=kinds, shares=shares, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        new = {kind: form.cleaned_data[name] for kind, name in form.new_fields.items()}
        given = {name: form.cleaned_data[name] for name in ("documents", "allotments")}
        saving.set_evidence(component=chosen, new=new, by=request.user, **given)
        _say_proof(request, components_of(calculation), chosen)
        return redirect("tkdn:result", pk=pk, number=number)
    context = {"form": form, "component": chosen, "words": ORIGINS[Origin(chosen.origin)], "calculation": calculation}
    context |= {"product": calculation.product, "business": calculation.product.business, "has_kept": kept.exists()}
    context["has_shares"] = shares.exists()
    return render(request, "certification/tkdn/evidence.html", context)


def _say_proof(request, components, chosen):
    missing = missing_proof(next(component for component in components if component.pk == chosen.pk))
    if missing:
        kinds = ", ".join(str(kind.label) for kind in missing)
        message = _("Tersimpan. Untuk “%(name)s” masih kurang: %(kinds)s.") % {"name": chosen.name, "kinds": kinds}
        messages.warning(request, message)
    else:
        messages.success(request, _("Bukti untuk “%(name)s” sudah lengkap.") % {"name": chosen.name})


@action_of("tkdn:result", "pk", "number")
def live(request, pk, number):
    """The result as it would be with what stands on the form now; nothing is kept."""
    calculation, on = own_calculation(request, pk, number), timezone.localdate()
    components = list(calculation.components.all())
    edited = next((each for each in components if str(each.pk) == request.POST.get("bahan")), None)
    form = ComponentForm(request.POST, instance=edited or Component(calculation=calculation, position=0), on=on)
    is_whole = form.is_valid()
    if edited is None and is_whole:
        components.append(form.instance)
    elif edited is not None and not is_whole:
        components = list(calculation.components.all())
    context = told_context(tell(calculation, components, on)) | {"is_whole": is_whole, "is_live": True}
    context |= {"calculation": calculation, "business": calculation.product.business}
    return render(request, "certification/tkdn/_result.html", context)


def _own(calculation, component_pk):
    return get_object_or_404(calculation.components, pk=component_pk)
