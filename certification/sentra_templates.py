"""Templates of a sentra: taking one over as one's own draft, and what is different from it by now."""

from django.db import transaction
from django.utils.translation import gettext as _

from certification.models import Calculation, Component, TemplateUse
from certification.reckoning import remember
from certification.tkdn_pages.numbers import priced
from umkm.models import Product
from umkm.sentra_words import measured

COPIED = (
    "position", "name", "quantity", "unit", "unit_price", "origin",
    "certificate_number", "certificate_tkdn", "certificate_valid_until",
)  # fmt: skip


@transaction.atomic
def take_over(*, template, product, by, on):
    """A calculation of `product` that begins as `template`; workers, tools and capital stay to be asked.

    Pressed twice, or again later, the first one is returned with everything its owner changed.
    """
    product = Product.objects.select_for_update().get(pk=product.pk)
    known = Calculation.objects.filter(product=product, template_use__template=template).first()
    if known:
        return known
    made = Calculation.objects.create(
        product=product, started_on=on, by=by, is_current=not product.calculations.current().exists(), revision=1,
        production=template.production, process=template.process,
    )  # fmt: skip
    Component.objects.bulk_create(
        [
            Component(calculation=made, **{name: getattr(component, name) for name in COPIED})
            for component in template.components.all()
        ]
    )
    TemplateUse.objects.create(calculation=made, template=template, taken_on=on)
    remember(made, on)
    return made


def differences(template, own):
    """Sentences on what differs between the components of a template and one's own; components meet by their name."""
    own_by_name = {component.name.casefold(): component for component in own}
    sentences = []
    for component in template:
        mine = own_by_name.pop(component.name.casefold(), None)
        if mine is None:
            sentences.append(_("“%(name)s” ada pada contoh, tidak ada pada hitungan Anda.") % {"name": component.name})
        else:
            sentences.extend(_changed(component, mine))
    added = _("“%(name)s” Anda tambahkan sendiri.")
    return sentences + [added % {"name": component.name} for component in own_by_name.values()]


def _changed(template, mine):
    words = {"name": mine.name}
    if (template.quantity, template.unit) != (mine.quantity, mine.unit):
        amounts = {"now": measured(mine.quantity, mine.unit), "then": measured(template.quantity, template.unit)}
        yield _("“%(name)s”: jumlah Anda %(now)s, pada contoh %(then)s.") % (words | amounts)
    if template.unit_price != mine.unit_price:
        prices = {"now": priced(mine.unit_price), "then": priced(template.unit_price)}
        yield _("“%(name)s”: harga Anda %(now)s, pada contoh %(then)s.") % (words | prices)
    if template.origin != mine.origin:
        yield _("“%(name)s”: asalnya Anda ubah.") % words
    elif template.certificate_number != mine.certificate_number:
        yield _("“%(name)s”: sertifikatnya berbeda dari contoh.") % words
