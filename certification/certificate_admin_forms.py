"""Forms of certificates on the staff's desk."""

from django.utils.translation import gettext_lazy as _

from certification.lifecycle import certified_twice
from certification.models import Certificate, Scheme
from certification.schemes import end_by_rule, scheme_of
from tkdnportal.refusals import RefusableForm

END_HELP = _("Seperti tercetak. Bila tidak tercetak: lima tahun setelah terbit, aturan lama tiga tahun.")
NO_END = _("Isi tanggal akhir yang tercetak, atau tanggal terbitnya bila terbit sejak Desember 2022.")


class OneLiveItemForm(RefusableForm):
    """Names the other certificate when a product would be certified twice at once."""

    def explain(self, refusal):
        """The rule lives in the database alone, because the days of an item come from its certificate."""
        if refusal.constraint_name != "certificate_item_one_live_per_product":
            return None
        return certified_twice(refusal, self.instance.pk if isinstance(self.instance, Certificate) else None)


class CertificateForm(OneLiveItemForm):
    """A certificate as it is printed; what the paper does not say follows from the day of issue."""

    def __init__(self, *args, **kwargs):
        """A paper without an end date is no obstacle."""
        super().__init__(*args, **kwargs)
        end = self.fields.get("valid_until")
        if end:
            end.required = False
            end.help_text = END_HELP

    def clean(self):
        """Fill in the rules it was issued under and its last day, where nobody wrote them."""
        cleaned = super().clean()
        issued_on = cleaned.get("issued_on")
        if issued_on and cleaned.get("scheme") == Scheme.UNKNOWN:
            cleaned["scheme"] = scheme_of(issued_on=issued_on, valid_until=cleaned.get("valid_until"))
        if "valid_until" in cleaned and not cleaned["valid_until"]:
            self._fill_end(cleaned, issued_on)
        return cleaned

    def _fill_end(self, cleaned, issued_on):
        cleaned["valid_until"] = issued_on and end_by_rule(issued_on=issued_on, scheme=cleaned.get("scheme"))
        if not cleaned["valid_until"]:
            self.add_error("valid_until", NO_END)
