"""The plain questions before the components, one a page."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certification.models import Calculation
from certification.tkdn_pages.words import PROCESSES, PRODUCTIONS, QUESTION_TITLES
from tkdnportal.refusals import RefusableForm
from umkm.identifiers import Invalid
from umkm.importers import values
from umkm.owner.fields import TypedField


def _capital(text):
    if not text:
        return None
    try:
        return values.rupiah(text)
    except Invalid:
        raise Invalid(
            _("“%(text)s” bukan jumlah uang. Tulis angkanya saja, misalnya 50.000.000.") % {"text": text}
        ) from None


class QuestionForm(RefusableForm):
    """One question of a calculation; `revision` is the state of the answers its reader saw."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Calculation
        fields = ()

    def __init__(self, *args, **kwargs):
        """What was recorded when the page was shown travels along."""
        super().__init__(*args, **kwargs)
        self.initial["revision"] = self.instance.revision


class ProductionForm(QuestionForm):
    """Who makes it and where (Permenperin 35/2025 Ps 6, 7)."""

    production = forms.ChoiceField(
        label=QUESTION_TITLES["production"], choices=PRODUCTIONS, widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pilih siapa yang membuat barang ini.")},
    )  # fmt: skip

    class Meta(QuestionForm.Meta):
        fields = ("production",)


class ProcessForm(QuestionForm):
    """What is done to the goods; some work cannot be counted (Ps 9(2))."""

    process = forms.ChoiceField(
        label=QUESTION_TITLES["process"], choices=PROCESSES, widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pilih bagaimana barang ini dibuat.")},
    )  # fmt: skip

    class Meta(QuestionForm.Meta):
        fields = ("process",)


class WorkersForm(QuestionForm):
    """Direct workers, and how many of them are Indonesians (Ps 6, Lampiran I.2.b)."""

    workers = forms.IntegerField(
        label=gettext_lazy("Berapa orang yang membuat barang ini?"), min_value=1, max_value=values.MOST_WORKERS,
        help_text=gettext_lazy("Termasuk Anda bila ikut membuat. Yang hanya di kantor tidak dihitung."),
    )  # fmt: skip
    indonesian_workers = forms.IntegerField(
        label=gettext_lazy("Berapa di antaranya warga negara Indonesia?"), min_value=0, max_value=values.MOST_WORKERS
    )

    class Meta(QuestionForm.Meta):
        fields = ("workers", "indonesian_workers")

    def clean(self):
        """Not more Indonesians than people."""
        cleaned = super().clean()
        people, indonesians = cleaned.get("workers"), cleaned.get("indonesian_workers")
        if people is not None and indonesians is not None and indonesians > people:
            message = _("%(some)s orang WNI lebih banyak daripada %(all)s orang seluruhnya. Periksa keduanya.")
            self.add_error("indonesian_workers", ValidationError(message % {"some": indonesians, "all": people}))
        return cleaned


class InvestmentForm(QuestionForm):
    """Whether the investment is in Indonesia; proof is the deed, the NIB or LKPM reports (Ps 7, Lampiran I.2.c)."""

    domestic_investment = forms.TypedChoiceField(
        label=QUESTION_TITLES["domestic_investment"], widget=forms.RadioSelect, coerce=lambda text: text == "True",
        choices=[
            ("True", gettext_lazy("Ya, usaha ini terdaftar dan alatnya ada di Indonesia")),
            ("False", gettext_lazy("Tidak")),
        ],
        error_messages={"required": gettext_lazy("Pilih ya atau tidak.")},
    )  # fmt: skip

    class Meta(QuestionForm.Meta):
        fields = ("domestic_investment",)


class CapitalForm(QuestionForm):
    """Capital without land and building, as the register has it (Ps 1(9))."""

    capital = TypedField(
        read=_capital, label=QUESTION_TITLES["capital"],
        help_text=gettext_lazy("Dalam rupiah, tanpa tanah dan bangunan tempat usaha. Misalnya 50.000.000."),
        max_length=30, widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Isi modal usaha, misalnya 50.000.000.")},
    )  # fmt: skip

    class Meta(QuestionForm.Meta):
        fields = ("capital",)

    def __init__(self, *args, **kwargs):
        """What the register knows stands there already."""
        super().__init__(*args, **kwargs)
        if self.instance.capital is None:
            self.initial["capital"] = self.instance.product.business.capital


QUESTION_FORMS = {
    "production": ProductionForm,
    "process": ProcessForm,
    "workers": WorkersForm,
    "domestic_investment": InvestmentForm,
    "capital": CapitalForm,
}
"""The form of each question of `certification.reckoning.QUESTIONS`."""
