"""Templates of sentra on the staff's desk, and the way from a sentra to its page."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certification.models import SentraTemplate, TemplateComponent
from certification.tkdn_pages.words import ORIGIN_CHOICES, PROCESSES, PRODUCTIONS
from tkdnportal.admin import Work
from tkdnportal.desk import RecordAdmin
from tkdnportal.refusals import RefusableForm
from umkm.models import Sentra
from umkm.sentra_admin import SentraAdmin

CHOICES = {"production": PRODUCTIONS, "process": PROCESSES}


class TemplateComponentForm(RefusableForm):
    """A component of a template; it keeps its place in the order it was written."""

    class Meta:
        model = TemplateComponent
        fields = (
            "name", "quantity", "unit", "unit_price", "origin", "certificate_number", "certificate_tkdn",
            "certificate_valid_until",
        )  # fmt: skip

    def __init__(self, *args, **kwargs):
        """Origins in the owners' words."""
        super().__init__(*args, **kwargs)
        origin = self.fields["origin"]
        origin.widget = admin.widgets.forms.Select(choices=[("", "–"), *ORIGIN_CHOICES])


class TemplateComponentInline(admin.StackedInline):
    """The shared components."""

    model = TemplateComponent
    form = TemplateComponentForm
    extra = 3
    fields = (
        ("name", "quantity", "unit", "unit_price"), "origin",
        ("certificate_number", "certificate_tkdn", "certificate_valid_until"),
    )  # fmt: skip


@admin.register(SentraTemplate)
class SentraTemplateAdmin(RecordAdmin):
    """How the makers of a sentra make their product; members take it over as their own draft."""

    work = Work.COACHING
    help = gettext_lazy(
        "Bahan dan cara membuat yang sama untuk semua anggota sentra; anggota memakainya dengan satu tekan."
    )
    list_display = ("name", "sentra", "process")
    list_select_related = ("sentra",)
    ordering = ("-pk",)
    sortable_by = ()
    search_fields = ("name", "sentra__name")
    autocomplete_fields = ("sentra",)
    fields = ("sentra", "name", "production", "process")
    inlines = (TemplateComponentInline,)

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        """Answers in the owners' words."""
        if db_field.name in CHOICES:
            kwargs["choices"] = CHOICES[db_field.name]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def save_formset(self, request, form, formset, change):
        """New components come after those that are there."""
        last = form.instance.components.count() if form.instance.pk else 0
        for at, component in enumerate(formset.save(commit=False), start=last + 1):
            component.position = component.position or at
            component.save()
        for gone in formset.deleted_objects:
            gone.delete()
        formset.save_m2m()


@admin.site.grown(Sentra)
class SentraWithPageAdmin(SentraAdmin):
    """Sentra, which know nothing of certificates, with the page on how far they have come."""

    readonly_fields = ("progress_page", *SentraAdmin.readonly_fields)
    fields = (*SentraAdmin.fields, "progress_page")

    @admin.display(description=gettext_lazy("kemajuan"))
    def progress_page(self, sentra):
        """The page with the bar; a dash for one not saved yet."""
        if sentra.pk is None:
            return "–"
        return format_html('<a href="{}">{}</a>', reverse("sentra:page", args=[sentra.pk]), _("Buka halaman sentra"))
