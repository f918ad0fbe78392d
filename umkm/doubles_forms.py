"""What staff answer about a pair: which record goes on, and whose value each field takes."""

from django import forms
from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from umkm import merge_fields

MONEY = ("capital", "annual_sales", "workers")


class MergeForm(forms.Form):
    """One choice for each field in which the two records differ; `prefix` keeps their names apart from the rest."""

    kept = forms.TypedChoiceField(
        label=gettext_lazy("Catatan yang dipakai seterusnya"), coerce=int, widget=forms.RadioSelect
    )
    sure = forms.BooleanField(
        required=False,
        label=gettext_lazy("Saya sudah memastikan keduanya satu usaha, misalnya dengan menelepon pemiliknya."),
    )
    fingerprint = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, first, second, owned, doubts, **kwargs):
        """`owned`: ids of the records an owner has on the portal; `doubts`: what speaks against one business."""
        super().__init__(*args, **kwargs)
        self.fields["kept"].choices = [(record.pk, _record_label(record)) for record in (first, second)]
        self.fields["kept"].initial = proposed_record(first, second, owned).pk
        self.differing = merge_fields.differing(first, second)
        for choice in self.differing:
            self.fields[f"take_{choice.name}"] = forms.TypedChoiceField(
                label=capfirst(choice.label), coerce=int, widget=forms.RadioSelect,
                choices=[(record.pk, shown(choice, record)) for record in (first, second)],
                initial=merge_fields.proposed(choice, first, second, owned).pk,
            )  # fmt: skip
        if doubts:
            self.fields["sure"].required = True
            self.fields["sure"].error_messages["required"] = _(
                "Ada tanda bahwa ini dua usaha: %(doubts)s. Centang kotak ini bila Anda sudah memastikannya."
            ) % {"doubts": ", ".join(map(str, doubts))}
        else:
            del self.fields["sure"]

    def takes(self):
        """The bound fields of the records' own fields, in the order of the register."""
        return [self[f"take_{choice.name}"] for choice in self.differing]

    def chosen(self):
        """{field name: id of the record whose value is taken}."""
        return {choice.name: self.cleaned_data[f"take_{choice.name}"] for choice in self.differing}


def proposed_record(first, second, owned):
    """The record to go on with unless staff say otherwise: the owner's, else one with NIB, else the older."""
    return min((first, second), key=lambda record: (record.pk not in owned, not record.nib, record.pk))


def _record_label(record):
    return _("No. %(pk)s: %(name)s") % {"pk": record.pk, "name": record.name}


def shown(choice, record):
    """A value as people read it; a NIK only as kept or not."""
    if choice.is_empty(record):
        return _("kosong")
    if choice.name == "nik":
        return _("tersimpan (nomornya tidak ditampilkan)")
    if choice.name == "place":
        return " – ".join(str(place) for place in (record.regency, record.district) if place)
    value = getattr(record, choice.name)
    if choice.name in MONEY:
        return number_format(value, force_grouping=True)
    return date_format(value, "j M Y") if hasattr(value, "year") else str(value)


def alike(first, second):
    """(label, value) of the fields that say the same in both records and say something."""
    different = {choice.name for choice in merge_fields.differing(first, second)}
    return [
        (capfirst(choice.label), shown(choice, first))
        for choice in merge_fields.choices()
        if choice.name not in different and not choice.is_empty(first)
    ]
