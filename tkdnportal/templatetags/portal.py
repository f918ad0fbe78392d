"""How the portal writes money, days and percentages; loaded in every template."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django import template
from django.utils import formats, translation
from django.utils.translation import gettext as _

from tkdnportal.bars import segments

register = template.Library()

SCALES = ((10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"))
ENGLISH = {"triliun": "trillion", "miliar": "billion", "juta": "million"}


@register.filter
def rupiah(amount):
    """Exact money: `Rp 11.000.000.000` (in English `Rp 11,000,000,000`)."""
    if amount is None:
        return "–"
    separator = "," if translation.get_language() == "en" else "."
    return "Rp\u00a0" + f"{int(amount):,}".replace(",", separator)


@register.filter
def rupiah_short(amount):
    """Money at a glance: `Rp 11,0 miliar`; below a million exact."""
    if amount is None:
        return "–"
    english = translation.get_language() == "en"
    for scale, name in SCALES:
        if abs(amount) >= scale:
            tenths = (Decimal(amount) / scale).quantize(Decimal("0.1"), ROUND_HALF_UP)
            number = str(tenths) if english else str(tenths).replace(".", ",")
            return f"Rp\u00a0{number}\u00a0{ENGLISH[name] if english else name}"
    return rupiah(amount)


@register.filter
def day(value):
    """A day as people write it: `24 Nov 2026`."""
    return formats.date_format(value, "j M Y") if isinstance(value, date) else "–"


@register.filter
def percent(value):
    """A percentage with its two decimals: `36,63 %`."""
    if value is None:
        return "–"
    return f"{formats.number_format(Decimal(value), 2)}\u00a0%"


@register.simple_tag
def share_of(part, whole):
    """How much of `whole` is `part`, in whole percent; 0 when there is no whole."""
    return int(Decimal(100 * part / whole).quantize(Decimal(1), ROUND_HALF_UP)) if whole else 0


@register.simple_tag
def bar_of(parts):
    """The segments of a bar, of `(name, amount)`."""
    return segments(parts)


@register.simple_tag(takes_context=True)
def page_url(context, **changes):
    """The present address with some of its query parameters changed; an empty value drops one."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            query.pop(name, None)
        else:
            query[name] = value
    return f"?{query.urlencode()}" if query else context["request"].path


@register.simple_tag
def language_name(code):
    """The language as its speakers call it."""
    return {"id": "Bahasa Indonesia", "en": "English"}.get(code, _("bahasa lain"))
