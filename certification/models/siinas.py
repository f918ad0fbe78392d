"""SIINas: the ministry's system, one account per factory location (domain 3)."""

import operator
import uuid
from functools import reduce

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Now, Trim, Upper
from django.utils.translation import gettext_lazy as _

from certification.siinas.querysets import AccountQuerySet
from certification.siinas.states import (
    ACCOUNT_TRIGGERS,
    AHEAD,
    CHANGE_TRIGGERS,
    GIVEAWAY,
    AccountStatus,
    Problem,
    Section,
    StatusSource,
)
from umkm.models import Business, Document, ImportRun

NO_PASSWORD = _("Jangan menulis kata sandi di sini. Portal tidak pernah membutuhkannya; simpan sendiri di tempat aman.")
VERIFIED = Q(status__in=AccountStatus.verified)


def plain_place(place):
    """A location as the database compares it: capitals, and one blank for whatever stands between words."""
    between = Func(place, Value("[^[:alnum:]]+"), Value(" "), Value("g"), function="regexp_replace")
    return Trim(Upper(between, output_field=models.CharField()))


@pghistory.track()
@pgtrigger.register(*ACCOUNT_TRIGGERS)
class SiinasAccount(models.Model):
    """One account as it is now, always equal to its newest change; passwords are never kept here."""

    business = models.ForeignKey(Business, models.CASCADE, related_name="siinas_accounts", verbose_name=_("usaha"))
    factory_location = models.CharField(_("lokasi pabrik"), max_length=300)
    status = models.CharField(_("status"), max_length=18, choices=AccountStatus, default=AccountStatus.NONE)
    problem = models.CharField(_("masalah"), max_length=14, choices=Problem, blank=True)
    as_of = models.DateField(_("keadaan per"), help_text=_("Hari status ini terakhir diketahui."))
    source = models.CharField(_("menurut"), max_length=7, choices=StatusSource, default=StatusSource.DIRECT)
    verified_on = models.DateField(_("diverifikasi pada"), null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("diverifikasi oleh"),
    )  # fmt: skip
    email_on_nib = models.EmailField(
        _("e-mail pada NIB"), blank=True, help_text=_("SIINas mengirim kata sandi ke alamat ini.")
    )
    email_is_open = models.BooleanField(_("e-mail itu milik pemilik dan dapat dibuka"), null=True, blank=True)
    filled = ArrayField(
        models.CharField(max_length=8, choices=Section), verbose_name=_("bagian yang sudah diisi"), default=list,
        blank=True,
    )  # fmt: skip
    note = models.CharField(_("catatan"), max_length=300, blank=True)

    objects = AccountQuerySet.as_manager()

    class Meta:
        verbose_name = _("akun SIINas")
        verbose_name_plural = _("akun SIINas")
        indexes = (models.Index(fields=("as_of",), name="siinas_account_by_age"),)
        constraints = (
            models.UniqueConstraint(
                "business", plain_place(F("factory_location")),
                name="siinas_account_once_per_location",
                violation_error_message=_("Lokasi pabrik ini sudah punya catatan akun SIINas."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=AccountStatus.values),
                name="siinas_account_status_is_known",
                violation_error_message=_("Pilih status dari daftar."),
            ),
            models.CheckConstraint(
                condition=VERIFIED & Q(verified_on__isnull=False) | ~VERIFIED & Q(verified_on__isnull=True),
                name="siinas_account_verified_iff_dated",
                violation_error_message=_("Isi tanggal verifikasi bila, dan hanya bila, akun aktif atau tervalidasi."),
            ),
            models.CheckConstraint(
                condition=VERIFIED & (Q(verified_by__isnull=False) | Q(source__in=StatusSource.vouched))
                | ~VERIFIED & Q(verified_by__isnull=True),
                name="siinas_account_verified_by_someone",
                violation_error_message=_("Catat siapa yang memverifikasi bila akun aktif atau tervalidasi."),
            ),
            models.CheckConstraint(
                condition=Q(status=AccountStatus.PROBLEM, problem__in=Problem.values)
                | ~Q(status=AccountStatus.PROBLEM) & Q(problem=""),
                name="siinas_account_problem_is_named",
                violation_error_message=_("Pilih masalahnya bila, dan hanya bila, akun bermasalah."),
            ),
            models.CheckConstraint(
                condition=Q(source__in=StatusSource.values) & Q(filled__contained_by=Section.values),
                name="siinas_account_source_and_sections_are_known",
                violation_error_message=_("Pilih dari daftar."),
            ),
            models.CheckConstraint(
                condition=~Q(factory_location__regex=r"^\s*$"),
                name="siinas_account_location_is_told",
                violation_error_message=_("Tulis lokasi pabriknya."),
            ),
            models.CheckConstraint(
                condition=~Q(note__iregex=GIVEAWAY) & ~Q(factory_location__iregex=GIVEAWAY),
                name="siinas_account_holds_no_password",
                violation_error_message=NO_PASSWORD,
            ),
        )  # fmt: skip

    def __str__(self):
        return f"{self.business}: {self.get_status_display()}"


FORWARD = reduce(operator.or_, (Q(from_status=now, to_status__in=then) for now, then in AHEAD.items()))
TO_VERIFIED = Q(to_status__in=AccountStatus.verified)


@pghistory.track(exclude=["once"])
@pgtrigger.register(*CHANGE_TRIGGERS)
class SiinasChange(models.Model):
    """A status told, seen or read from a file, for good. Whatever writes to an account leaves one, SQL included."""

    account = models.ForeignKey(SiinasAccount, models.PROTECT, related_name="changes", verbose_name=_("akun"))
    position = models.PositiveIntegerField(editable=False, default=0, help_text="Place in the chain, by trigger.")
    from_status = models.CharField(_("dari"), max_length=18, choices=AccountStatus, blank=True, editable=False)
    to_status = models.CharField(_("menjadi"), max_length=18, choices=AccountStatus)
    as_of = models.DateField(_("keadaan per"))
    problem = models.CharField(_("masalah"), max_length=14, choices=Problem, blank=True)
    note = models.CharField(_("catatan"), max_length=300, blank=True)
    evidence = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="siinas_changes", verbose_name=_("bukti")
    )
    source = models.CharField(_("menurut"), max_length=7, choices=StatusSource)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("dicatat oleh"),
    )  # fmt: skip
    run = models.ForeignKey(
        ImportRun, models.PROTECT, null=True, blank=True, related_name="siinas_changes", verbose_name=_("impor")
    )
    verified_on = models.DateField(_("diverifikasi pada"), null=True, blank=True)
    at = models.DateTimeField(_("dicatat pada"), db_default=Now(), editable=False)
    once = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="A form posted twice is one.")

    class Meta:
        verbose_name = _("perubahan akun SIINas")
        verbose_name_plural = _("perubahan akun SIINas")
        ordering = ("account", "-position")
        constraints = (
            models.UniqueConstraint(
                fields=("account", "position"), name="siinas_change_has_its_place",
                violation_error_message=_("Orang lain baru saja mencatat sesuatu; buka ulang halaman ini."),
            ),
            models.CheckConstraint(
                condition=Q(from_status__in=AccountStatus.values) & Q(to_status__in=AccountStatus.values)
                & Q(source__in=StatusSource.values),
                name="siinas_change_status_and_source_are_known",
                violation_error_message=_("Pilih status dari daftar."),
            ),
            models.CheckConstraint(
                condition=Q(to_status=AccountStatus.PROBLEM, problem__in=Problem.values)
                | ~Q(to_status=AccountStatus.PROBLEM) & Q(problem=""),
                name="siinas_change_problem_is_named",
                violation_error_message=_("Pilih masalahnya bila, dan hanya bila, akun bermasalah."),
            ),
            models.CheckConstraint(
                condition=~Q(problem=Problem.OTHER, note=""),
                name="siinas_change_other_problem_is_told",
                violation_error_message=_("Tulis apa masalahnya."),
            ),
            models.CheckConstraint(
                condition=FORWARD | ~Q(note=""),
                name="siinas_change_correction_says_why",
                violation_error_message=_("Status ini mundur dari status sebelumnya. Tulis mengapa dibetulkan."),
            ),
            models.CheckConstraint(
                condition=~TO_VERIFIED | Q(from_status=F("to_status")) | Q(evidence__isnull=False)
                | Q(source__in=StatusSource.vouched),
                name="siinas_change_verified_has_evidence",
                violation_error_message=_("Akun aktif atau tervalidasi perlu bukti: foto atau PDF dari SIINas."),
            ),
            models.CheckConstraint(
                condition=~TO_VERIFIED | Q(from_status=F("to_status")) | ~Q(source=StatusSource.OWNER),
                name="siinas_change_verified_by_the_office",
                violation_error_message=_("Hanya petugas yang menyatakan akun aktif atau tervalidasi."),
            ),
            models.CheckConstraint(
                condition=TO_VERIFIED & Q(verified_on__isnull=False) | ~TO_VERIFIED & Q(verified_on__isnull=True),
                name="siinas_change_verified_iff_dated",
                violation_error_message=_("Isi tanggal verifikasi bila, dan hanya bila, akun aktif atau tervalidasi."),
            ),
            models.CheckConstraint(
                condition=Q(by__isnull=False) | Q(source__in=StatusSource.nameless),
                name="siinas_change_names_who_recorded_it",
                violation_error_message=_("Pencatatnya harus diketahui."),
            ),
            models.CheckConstraint(
                condition=Q(source=StatusSource.FILE, run__isnull=False)
                | ~Q(source=StatusSource.FILE) & Q(run__isnull=True),
                name="siinas_change_from_a_file_names_its_run",
                violation_error_message=_("Status dari berkas harus menyebut impornya."),
            ),
            models.CheckConstraint(
                condition=~Q(note__iregex=GIVEAWAY),
                name="siinas_change_holds_no_password",
                violation_error_message=NO_PASSWORD,
            ),
        )  # fmt: skip

    def __str__(self):
        return f"{self.get_to_status_display()} ({self.as_of:%d-%m-%Y})"
