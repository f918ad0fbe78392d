"""What a SIINas account can be, who says so, and the triggers that make every change a row (docs/siinas.md)."""

from enum import nonmember

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _


class AccountStatus(models.TextChoices):
    """The portal's own steps; SIINas publishes no status names and has no public API."""

    NONE = "NONE", _("belum punya akun")
    REQUESTED = "REQUESTED", _("sudah mendaftar")
    CREDENTIALS_SENT = "CREDENTIALS_SENT", _("kata sandi sudah dikirim")
    PROFILE_INCOMPLETE = "PROFILE_INCOMPLETE", _("profil belum lengkap")
    ACTIVE = "ACTIVE", _("akun aktif")
    IK_VALIDATED = "IK_VALIDATED", _("tervalidasi industri kecil")
    PROBLEM = "PROBLEM", _("bermasalah")

    verified = nonmember(("ACTIVE", "IK_VALIDATED"))


ORDER = ("NONE", "REQUESTED", "CREDENTIALS_SENT", "PROFILE_INCOMPLETE", "ACTIVE", "IK_VALIDATED")
AHEAD = {status: (*ORDER[place:], "PROBLEM") for place, status in enumerate(ORDER)} | {
    "PROBLEM": (*ORDER[1:], "PROBLEM")
}
"""What may follow what without a word. Any other status may follow too, as a correction that says why."""


class StatusSource(models.TextChoices):
    """Who says so."""

    OWNER = "OWNER", _("pemilik atau pendamping")
    STAFF = "STAFF", _("petugas Dinas")
    FILE = "FILE", _("impor berkas")
    DIRECT = "DIRECT", _("perubahan langsung di basis data")
    EARLIER = "EARLIER", _("catatan lama")
    DEMO = "DEMO", _("data contoh")

    nameless = nonmember(("FILE", "DIRECT", "EARLIER", "DEMO"))
    vouched = nonmember(("FILE", "EARLIER", "DEMO"))


class Problem(models.TextChoices):
    """What can hold an account up."""

    NO_MAIL = "NO_MAIL", _("e-mail kata sandi tidak datang")
    MAIL_LOST = "MAIL_LOST", _("e-mail di NIB tidak dapat dibuka")
    NIB_NOT_FOUND = "NIB_NOT_FOUND", _("NIB tidak ditemukan di SIINas")
    NPWP_DIFFERS = "NPWP_DIFFERS", _("NPWP ditolak SIINas")
    ADDRESS_LOCKED = "ADDRESS_LOCKED", _("alamat salah dan sudah terkunci")
    NO_ENTRY = "NO_ENTRY", _("tidak dapat masuk ke akun")
    OTHER = "OTHER", _("masalah lain")


class Section(models.TextChoices):
    """The parts an owner ticks, in the order of SIINas's own screens."""

    REGISTER = "REGISTER", _("Registrasi")
    MAIL = "MAIL", _("E-mail dari SIINas")
    GENERAL = "GENERAL", _("Data umum")
    OFFICE = "OFFICE", _("Alamat kantor pusat")
    FACTORY = "FACTORY", _("Alamat pabrik")
    CONTACT = "CONTACT", _("Kontak")
    KBLI = "KBLI", _("Bidang usaha (KBLI)")
    CAPACITY = "CAPACITY", _("Kapasitas produksi")
    LICENCE = "LICENCE", _("Perizinan")
    PROOF = "PROOF", _("Bukti kepemilikan akun")


class ProofDecision(models.TextChoices):
    """What a clerk decided about a proof."""

    ACCEPTED = "ACCEPTED", _("diterima")
    RETURNED = "RETURNED", _("dikembalikan ke pemilik")


class ProofReason(models.TextChoices):
    """Why a proof goes back: each is a sentence to the owner that says what to mend."""

    UNREADABLE = "UNREADABLE", _("Foto tidak terbaca. Foto ulang di tempat terang sampai semua tulisan jelas.")
    OTHER_PAPER = (
        "OTHER_PAPER",
        _("Ini bukan bukti kepemilikan akun SIINas. Unduh buktinya dari profil di SIINas."),
    )
    OTHER_BUSINESS = "OTHER_BUSINESS", _("Nama atau NIB pada bukti bukan milik usaha ini. Kirim bukti yang sesuai.")
    OTHER_PLACE = "OTHER_PLACE", _("Alamat pabrik pada bukti berbeda dari lokasi ini. Kirim bukti lokasi ini.")
    NOT_VALIDATED = "NOT_VALIDATED", _("Bukti ini belum menunjukkan validasi industri kecil. Tunggu, lalu kirim lagi.")
    OTHER = "OTHER", _("Lihat penjelasan petugas.")


GIVEAWAY = (
    r"(kata *sandi|sandi|pass?w?ord|passwd|pwd)( *nya)?( +(akun|siinas|saya|baru|lama))*( *[:=]| +adalah +| +is +)"
)
"""What stands before a password in a text; the same pattern in Python and in PostgreSQL, case put aside."""

_LAST = """
    SELECT * INTO last FROM certification_siinaschange
     WHERE account_id = {account} ORDER BY position DESC LIMIT 1;
"""

ACCOUNT_TRIGGERS = (
    pgtrigger.Trigger(
        name="siinas_account_tells_each_change",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update,
        declare=[("last", "record")],
        func=f"""
            {_LAST.format(account="NEW.id")}
            IF last IS NULL AND NEW.status = 'NONE' THEN
                RETURN NULL;
            END IF;
            IF (last.to_status, last.as_of, last.problem, last.verified_on)
               IS DISTINCT FROM (NEW.status, NEW.as_of, NEW.problem, NEW.verified_on) THEN
                INSERT INTO certification_siinaschange
                       (account_id, position, from_status, to_status, as_of, problem, source, by_id, verified_on,
                        note, once)
                VALUES (NEW.id, 0, '', NEW.status, NEW.as_of, NEW.problem,
                        CASE WHEN TG_OP = 'INSERT' THEN NEW.source ELSE 'DIRECT' END, NEW.verified_by_id,
                        NEW.verified_on, '', gen_random_uuid());
            END IF;
            RETURN NULL;
        """,  # noqa: S608 - own text only
    ),
)

_OWN_PROOF = """
    IF NEW.evidence_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM umkm_document d JOIN certification_siinasaccount a ON a.business_id = d.business_id
         WHERE d.id = NEW.evidence_id AND a.id = NEW.account_id AND d.kind = 'SIINAS_PROOF') THEN
        RAISE EXCEPTION 'Document % proves no SIINas account of this business.', NEW.evidence_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'siinas_evidence_is_of_its_business';
    END IF;
"""

CHANGE_TRIGGERS = (
    pgtrigger.Protect(name="siinas_change_is_never_changed", operation=pgtrigger.Update | pgtrigger.Delete),
    pgtrigger.Trigger(
        name="siinas_change_follows_the_last",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        declare=[("last", "record")],
        func=f"""
            -- Two people at once: the second waits here and then sees what the first recorded.
            PERFORM FROM certification_siinasaccount WHERE id = NEW.account_id FOR UPDATE;
            {_LAST.format(account="NEW.account_id")}
            NEW.position = COALESCE(last.position, 0) + 1;
            NEW.from_status = COALESCE(last.to_status, 'NONE');
            IF NEW.as_of < last.as_of THEN
                RAISE EXCEPTION 'Account % is known as of % already.', NEW.account_id, last.as_of
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'siinas_change_dates_are_in_order';
            END IF;
            IF NEW.source = 'OWNER' AND NEW.to_status = NEW.from_status THEN
                NEW.verified_on = last.verified_on;
            END IF;
            {_OWN_PROOF}
            RETURN NEW;
        """,
    ),
    pgtrigger.Trigger(
        name="siinas_change_becomes_the_state",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        declare=[("confirmed", "boolean")],
        func="""
            -- Of rows written by one statement the last one is the state.
            IF EXISTS (SELECT FROM certification_siinaschange
                        WHERE account_id = NEW.account_id AND position > NEW.position) THEN
                RETURN NULL;
            END IF;
            -- An owner who says that a status still holds moves its day, not who vouched for it.
            confirmed = NEW.source = 'OWNER' AND NEW.to_status = NEW.from_status;
            UPDATE certification_siinasaccount a
               SET status = NEW.to_status, as_of = NEW.as_of, problem = NEW.problem, verified_on = NEW.verified_on,
                   verified_by_id = CASE WHEN confirmed THEN a.verified_by_id
                                         WHEN NEW.verified_on IS NOT NULL THEN NEW.by_id END,
                   source = CASE WHEN confirmed THEN a.source ELSE NEW.source END
             WHERE a.id = NEW.account_id
               AND (confirmed AND a.as_of <> NEW.as_of
                    OR (a.status, a.as_of, a.problem, a.verified_on, a.source)
                       IS DISTINCT FROM (NEW.to_status, NEW.as_of, NEW.problem, NEW.verified_on, NEW.source));
            RETURN NULL;
        """,
    ),
)

PROOF_TRIGGERS = (
    pgtrigger.Protect(
        name="siinas_proof_decision_is_final",
        operation=pgtrigger.Update,
        condition=pgtrigger.Q(old__decision__in=ProofDecision.values),
    ),
    pgtrigger.Trigger(
        name="siinas_proof_is_of_its_business",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("evidence_id", "account_id"),
        func=f"{_OWN_PROOF} RETURN NEW;",
    ),
)
