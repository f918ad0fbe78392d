"""The fields of two records side by side: which differ, whose value is proposed, taking a value and giving it back."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from umkm.models import Business

TOGETHER = {
    "nik": (gettext_lazy("NIK"), ("nik_hash", "nik_encrypted")),
    "place": (gettext_lazy("kabupaten/kota dan kecamatan"), ("regency_id", "district_id")),
}
"""Fields that only make sense together are one choice."""
EXCHANGED = ("nib", "nik")
"""Numbers only one record may bear: choosing the other's exchanges them."""
UNTOUCHED = {"id", "merged_into_id", "source", "identity_key", "created_at"}
"""What tells about the row itself and not about the business."""


@dataclass(frozen=True)
class Choice:
    """One field, or several that go together."""

    name: str
    label: str
    columns: tuple

    def value(self, business):
        """What the record says, as a tuple of columns."""
        return tuple(getattr(business, column) for column in self.columns)

    def is_empty(self, business):
        """Whether the record says nothing."""
        return all(value in (None, "", []) for value in self.value(business))


def choices():
    """Every field a person may decide about, in the order of the model."""
    grouped = {column: name for name, (_label, columns) in TOGETHER.items() for column in columns}
    found = {}
    for field in Business._meta.concrete_fields:
        column = field.attname
        if column in UNTOUCHED:
            continue
        if column in grouped:
            name = grouped[column]
            found.setdefault(name, Choice(name, TOGETHER[name][0], TOGETHER[name][1]))
        else:
            found[field.name] = Choice(field.name, field.verbose_name, (column,))
    return list(found.values())


def values_of(business):
    """All values somebody decides about; the encrypted form of a NIK changes by itself and is not one."""
    return [choice.value(business)[:1] if choice.name == "nik" else choice.value(business) for choice in choices()]


def differing(first, second):
    """The choices in which two records differ."""
    return [choice for choice in choices() if _told(choice, first) != _told(choice, second)]


def _told(choice, business):
    return choice.value(business)[:1] if choice.name == "nik" else choice.value(business)


def proposed(choice, first, second, owned):
    """The record whose value is proposed: the one that says something, the owner's (`owned`: ids), the newer."""

    def merit(record):
        newest = record.registered_on or record.created_at.date()
        return not choice.is_empty(record), record.pk in owned, newest, record.pk

    return max((first, second), key=merit)


def take(stays, goes, chosen):
    """Write into `stays` what was `chosen` of `goes`, exchanging NIB and NIK; what to know for giving back."""
    taken = [choice for choice in differing(stays, goes) if _takes(choice, stays, goes, chosen)]
    before = {choice.name: _plain(choice, stays) for choice in taken if choice.name not in EXCHANGED}
    exchanged = [choice for choice in taken if choice.name in EXCHANGED]
    _exchange(stays, goes, exchanged)
    for choice in taken:
        if choice.name not in EXCHANGED:
            _write(stays, choice, choice.value(goes))
    stays.save()
    after = {choice.name: _plain(choice, stays) for choice in taken if choice.name not in EXCHANGED}
    return {"before": before, "after": after, "exchanged": [choice.name for choice in exchanged]}


def _takes(choice, stays, goes, chosen):
    """A NIB or NIK the kept record lacks is always taken: it must not be lost with the record that gives way."""
    if choice.name in EXCHANGED and choice.is_empty(stays) != choice.is_empty(goes):
        return choice.is_empty(stays)
    return chosen.get(choice.name) == goes.pk


def _exchange(one, other, exchanged):
    """Swap values that only one row may bear: empty one side first, and leave no two rows with one identity key."""
    if not exchanged:
        return
    values = [(choice, choice.value(one), choice.value(other)) for choice in exchanged]
    for choice, _mine, _theirs in values:
        _write(other, choice, tuple("" if column == "nik_encrypted" else None for column in choice.columns))
    if other.nib is None and _key_is_taken(other):
        other.identity_key = ""
    other.save()
    for choice, _mine, theirs in values:
        _write(one, choice, theirs)
    one.save()
    for choice, mine, _theirs in values:
        _write(other, choice, mine)
    other.save()


def _key_is_taken(business):
    same = Business.objects.filter(identity_key=business.identity_key, nib__isnull=True).exclude(pk=business.pk)
    return business.identity_key and same.exists()


def give_back(kept, back, snapshot):
    """Bring back what `take` wrote, where nobody has written anything newer; sentences about the rest."""
    left = []
    for choice in choices():
        if choice.name in snapshot["exchanged"]:
            left += _exchange_back(kept, back, choice)
        elif choice.name in snapshot["before"]:
            left += _write_back(kept, choice, snapshot)
    kept.save()
    return left


def _write_back(kept, choice, snapshot):
    if _plain(choice, kept) != snapshot["after"][choice.name]:
        newer = _("%(field)s: diubah setelah penggabungan, jadi isi yang baru dibiarkan.")
        return [newer % {"field": capfirst(choice.label)}]
    _write(kept, choice, map(_parsed, choice.columns, snapshot["before"][choice.name]))
    return []


def _exchange_back(kept, back, choice):
    try:
        with transaction.atomic():
            _exchange(kept, back, [choice])
    except IntegrityError:
        for record in (kept, back):
            record.refresh_from_db()
        return [
            _("%(field)s: nomor itu sekarang tercatat pada usaha lain, jadi dibiarkan.")
            % {"field": capfirst(choice.label)}
        ]
    return []


def _plain(choice, business):
    """Values as JSON keeps them."""
    return [
        None if value is None else Business._meta.get_field(column).value_to_string(business)
        for column, value in zip(choice.columns, choice.value(business), strict=True)
    ]


def _parsed(column, text):
    return Business._meta.get_field(column).to_python(text)


def _write(business, choice, values):
    for column, value in zip(choice.columns, values, strict=True):
        setattr(business, column, value)
