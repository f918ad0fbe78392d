"""Files that clerks hand in through the browser, and how far each has come."""

import uuid

import pghistory
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from umkm.models.imports import ImportRun
from umkm.models.places import Regency

ADVISORY_LOCKS = 1_229_803_588
"""The class of the locks that workers hold while they read a file ("IMPD" as a number)."""

HAS_A_WORKER = """
umkm_importrun.id IN (
    SELECT objid::bigint FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND granted
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
)
"""


class ImportState(models.TextChoices):
    """How far a run is; derived from what happened to it, never stored."""

    WAITING = "WAITING", _("menunggu giliran")
    RUNNING = "RUNNING", _("sedang dibaca")
    STOPPED = "STOPPED", _("terhenti")
    READY = "READY", _("menunggu keputusan")
    DONE = "DONE", _("selesai")
    DISCARDED = "DISCARDED", _("dibuang")
    FAILED = "FAILED", _("gagal")
    UNFINISHED = "UNFINISHED", _("belum selesai")


OPEN_STATES = (ImportState.WAITING, ImportState.RUNNING, ImportState.STOPPED, ImportState.READY)


def private_name(_upload, _filename):
    """A name in the private storage that nobody can guess; the clerk's own name stands in the run."""
    return f"imports/{uuid.uuid4().hex}"


def with_state(runs):
    """`runs` (a queryset of ImportRun) with their `state`; a run that a worker took and nobody holds has stopped."""
    return runs.annotate(
        has_a_worker=RawSQL(HAS_A_WORKER, [ADVISORY_LOCKS], output_field=models.BooleanField()),  # noqa: S611
        state=Case(
            When(finished_at__isnull=False, then=Value(ImportState.DONE.value)),
            When(upload__isnull=True, then=Value(ImportState.UNFINISHED.value)),
            When(upload__failed_at__isnull=False, then=Value(ImportState.FAILED.value)),
            When(upload__discarded_at__isnull=False, then=Value(ImportState.DISCARDED.value)),
            When(
                upload__previewed_at__isnull=False,
                upload__confirmed_at__isnull=True,
                then=Value(ImportState.READY.value),
            ),
            When(has_a_worker=True, then=Value(ImportState.RUNNING.value)),
            When(upload__begun_at__isnull=True, then=Value(ImportState.WAITING.value)),
            default=Value(ImportState.STOPPED.value),
            output_field=models.CharField(),
        ),
    )


class ImportUploadQuerySet(models.QuerySet):
    """What is to be done about uploads."""

    def due(self):
        """A worker has something to do: no preview yet, or confirmed and not yet in the register."""
        return self.filter(
            Q(previewed_at__isnull=True) | Q(confirmed_at__isnull=False),
            run__finished_at__isnull=True,
            failed_at__isnull=True,
            discarded_at__isnull=True,
        )

    def undecided(self):
        """The preview is there and nobody has decided."""
        return self.filter(
            previewed_at__isnull=False, confirmed_at__isnull=True, discarded_at__isnull=True, failed_at__isnull=True
        )

    def open(self):
        """Not in the register yet, and neither discarded nor failed."""
        return self.filter(run__finished_at__isnull=True, discarded_at__isnull=True, failed_at__isnull=True)


@pghistory.track(exclude=["preview", "seen"])
class ImportUpload(models.Model):
    """The file behind a run, and what people and workers did about it.

    `begun_at` is when a worker last took it up (empty while it waits); `preview` is what the file would change, `seen`
    the last event of each table that the preview knew. `file` and `rejects` are emptied after IMPORT_KEPT_DAYS.
    """

    run = models.OneToOneField(
        ImportRun, models.CASCADE, primary_key=True, related_name="upload", verbose_name=_("impor")
    )
    file = models.FileField(_("berkas"), upload_to=private_name, blank=True)
    size = models.PositiveBigIntegerField(_("ukuran (bita)"))
    place = models.ForeignKey(
        Regency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("tempat semua baris")
    )
    rejects = models.FileField(_("berkas baris ditolak"), upload_to=private_name, blank=True)
    begun_at = models.DateTimeField(_("mulai dibaca"), null=True, blank=True)
    preview = models.JSONField(_("pratinjau"), null=True, blank=True, encoder=DjangoJSONEncoder)
    seen = models.JSONField(default=dict, editable=False)
    previewed_at = models.DateTimeField(_("pratinjau siap"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("disetujui"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("disetujui oleh"),
    )  # fmt: skip
    discarded_at = models.DateTimeField(_("dibuang"), null=True, blank=True)
    discarded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("dibuang oleh"),
    )  # fmt: skip
    failed_at = models.DateTimeField(_("gagal"), null=True, blank=True)
    failure = models.CharField(_("sebab gagal"), max_length=1000, blank=True)

    objects = ImportUploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("berkas impor")
        verbose_name_plural = _("berkas impor")
        constraints = (
            models.CheckConstraint(
                condition=Q(previewed_at__isnull=True, preview__isnull=True)
                | Q(previewed_at__isnull=False, preview__isnull=False),
                name="import_upload_previewed_iff_dated",
                violation_error_message=_("Pratinjau dan waktunya harus tercatat bersama."),
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True)
                | (Q(previewed_at__isnull=False) & Q(confirmed_at__gte=F("previewed_at"))),
                name="import_upload_confirmed_after_its_preview",
                violation_error_message=_("Impor hanya dapat disetujui setelah pratinjaunya ada."),
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(discarded_at__isnull=True),
                name="import_upload_confirmed_or_discarded",
                violation_error_message=_("Impor yang sudah disetujui tidak dapat dibuang, dan sebaliknya."),
            ),
            models.CheckConstraint(
                condition=Q(failed_at__isnull=True, failure="") | (Q(failed_at__isnull=False) & ~Q(failure="")),
                name="import_upload_failed_iff_reasoned",
                violation_error_message=_("Impor yang gagal harus punya sebab."),
            ),
        )

    def __str__(self):
        return str(self.run)
