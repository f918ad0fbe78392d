"""What makers of one sentra share: how their product is made and of what, and the material their cooperative bought."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from certification.models.calculation import Calculation, Component
from certification.models.component_facts import ComponentFacts
from certification.sentra_words import share_text
from certification.tkdn import Process, Production
from umkm.models import MaterialAllotment, Sentra


@pghistory.track()
class SentraTemplate(models.Model):
    """How the makers of a sentra make their product; a member takes it over as a draft of their own."""

    sentra = models.ForeignKey(Sentra, models.PROTECT, related_name="templates", verbose_name=_("sentra"))
    name = models.CharField(
        _("nama contoh"), max_length=100, help_text=_("Satu barang, misalnya “Keripik singkong 250 gram”.")
    )
    production = models.CharField(
        _("siapa yang membuat"), max_length=13, choices=[(one.value, one.value) for one in Production],
        default=Production.OWN_FACTORY.value,
    )  # fmt: skip
    process = models.CharField(
        _("cara membuat"), max_length=26, choices=[(one.value, one.value) for one in Process],
        default=Process.MANUFACTURE.value,
    )  # fmt: skip

    class Meta:
        verbose_name = _("contoh hitungan sentra")
        verbose_name_plural = _("contoh hitungan sentra")
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(
                "sentra", Upper("name"), name="sentra_template_name_once",
                violation_error_message=_("Sentra ini sudah punya contoh dengan nama itu."),
            ),
            models.CheckConstraint(
                condition=Q(production__in=list(map(str, Production)), process__in=list(map(str, Process))),
                name="sentra_template_answers_are_known",
                violation_error_message=_("Pilih jawaban dari daftar."),
            ),
        )  # fmt: skip

    def __str__(self):
        return self.name


@pghistory.track()
class TemplateComponent(ComponentFacts):
    """One main component of a template."""

    template = models.ForeignKey(SentraTemplate, models.CASCADE, related_name="components", verbose_name=_("contoh"))

    class Meta(ComponentFacts.Meta):
        verbose_name = _("bahan contoh")
        verbose_name_plural = _("bahan contoh")
        constraints = (
            *ComponentFacts.Meta.constraints,
            models.UniqueConstraint(
                "template", Upper("name"), name="templatecomponent_name_once",
                violation_error_message=_("Bahan dengan nama ini sudah ada. Pakai nama lain, atau ubah yang ada."),
            ),
        )  # fmt: skip


@pghistory.track()
class TemplateUse(models.Model):
    """A calculation that began as a template; what its owner changed since is theirs, and shown beside the template."""

    calculation = models.OneToOneField(
        Calculation, models.CASCADE, primary_key=True, related_name="template_use", verbose_name=_("hitungan")
    )
    template = models.ForeignKey(SentraTemplate, models.PROTECT, related_name="uses", verbose_name=_("contoh"))
    taken_on = models.DateField(_("diambil pada"))

    class Meta:
        verbose_name = _("pemakaian contoh")
        verbose_name_plural = _("pemakaian contoh")

    def __str__(self):
        return f"{self.template} → {self.calculation}"


@pghistory.track()
@pgtrigger.register(
    pgtrigger.Trigger(
        name="component_share_is_of_its_own_business",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("component_id", "allotment_id"),
        func="""
            IF NOT EXISTS (
                SELECT FROM certification_component c
                  JOIN certification_calculation k ON k.id = c.calculation_id
                  JOIN umkm_product p ON p.id = k.product_id
                  JOIN umkm_materialallotment a ON a.id = NEW.allotment_id
                  JOIN umkm_sentramember m ON m.id = a.member_id AND m.business_id = p.business_id
                 WHERE c.id = NEW.component_id) THEN
                RAISE EXCEPTION 'Allotment % is not of the business of component %.', NEW.allotment_id, NEW.component_id
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'component_share_is_of_its_own_business';
            END IF;
            RETURN NEW;
        """,
    )
)
class ComponentShare(models.Model):
    """A part of a cooperative's invoice as proof of where a component was bought."""

    component = models.ForeignKey(Component, models.CASCADE, related_name="shares", verbose_name=_("bahan"))
    allotment = models.ForeignKey(
        MaterialAllotment, models.CASCADE, related_name="component_shares", verbose_name=_("bagian")
    )

    refusals = {
        "component_share_is_of_its_own_business": _("Bagian itu milik anggota lain. Pilih bagian usaha Anda sendiri."),
    }

    class Meta:
        verbose_name = _("bukti bahan dari koperasi")
        verbose_name_plural = _("bukti bahan dari koperasi")
        constraints = (
            models.UniqueConstraint(
                fields=("component", "allotment"),
                name="component_share_once",
                violation_error_message=_("Bagian ini sudah menjadi bukti bahan itu."),
            ),
        )

    def __str__(self):
        return share_text(self.allotment)
