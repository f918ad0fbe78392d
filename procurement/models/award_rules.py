"""What the database itself asks of every recorded purchase; no program and no person gets around it.

A purchase locks its package first and its certificate second, so that officers who buy at once wait for each other and
see each other's rupiah, and nobody revokes a certificate between the look and the record.
"""

import pgtrigger
from django.utils.translation import gettext_lazy as _

SNAPSHOT = ("certificate_number", "holder_name", "product_name", "tkdn", "bmp")
"""What an award keeps of its certificate: whatever becomes of that one, the award still says what was bought."""


def _refuse(rule, text):
    return f"RAISE EXCEPTION {text} USING ERRCODE = 'check_violation', CONSTRAINT = '{rule}';"


def never_deleted(name):
    """A trigger that refuses deletion: mistakes are cancelled with a reason, so that the trail stays whole."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Delete,
        func=_refuse(name, "'Purchase % is never deleted; cancel it with a reason.', OLD.id"),
    )


def final_once_cancelled(name):
    """A trigger that leaves a cancelled purchase as it is."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Q(old__cancelled_on__isnull=False),
        func=_refuse(name, "'Purchase % was cancelled and stays as it is.', OLD.id"),
    )


def within_the_ceiling(name):
    """A trigger that keeps living awards and leakage together within their package, however many buy at once."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("package_id", "value", "cancelled_on"),
        condition=pgtrigger.Q(new__package__isnull=False, new__cancelled_on__isnull=True),
        declare=[("available", "bigint"), ("spent", "numeric")],
        func=f"""
            -- Not FOR UPDATE: that would wait for every other purchase's foreign key, and two would wait in a ring.
            SELECT ceiling INTO available FROM procurement_package WHERE id = NEW.package_id FOR NO KEY UPDATE;
            SELECT {_spent("NEW.package_id")} INTO spent;
            IF spent > available THEN
                {_refuse(name, "'Package % would have spent % of %.', NEW.package_id, spent, available")}
            END IF;
            RETURN NULL;
        """,  # noqa: S608 - constants of this module
    )


def _spent(package):
    living = f"package_id = {package} AND cancelled_on IS NULL"
    return (
        f"(SELECT COALESCE(SUM(value), 0) FROM procurement_award WHERE {living})"  # noqa: S608 - constants only
        f" + (SELECT COALESCE(SUM(value), 0) FROM procurement_leakage WHERE {living})"
    )


_PLAN_FALLS = _refuse(
    "package_ceiling_covers_its_purchases",
    "'Package % would fall to % while % is spent.', NEW.rup_code, NEW.ceiling, spent",
)

CEILING_COVERS_PURCHASES = pgtrigger.Trigger(
    name="package_ceiling_covers_its_purchases",
    when=pgtrigger.After,
    operation=pgtrigger.UpdateOf("ceiling"),
    declare=[("spent", "numeric")],
    func=f"""
        SELECT {_spent("NEW.id")} INTO spent;
        IF spent > NEW.ceiling THEN
            {_PLAN_FALLS}
        END IF;
        RETURN NULL;
    """,
)
"""A revised plan never falls below what was bought; it stands on `Package`."""

LAWFUL_AWARD = pgtrigger.Trigger(
    name="award_is_lawful",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    declare=[
        ("pack", "procurement_package"),
        ("good", "certification_certificateitem"),
        ("cert", "certification_certificate"),
    ],
    func=f"""
        IF TG_OP = 'UPDATE' AND (NEW.package_id, NEW.item_id, NEW.signed_on)
                              = (OLD.package_id, OLD.item_id, OLD.signed_on) THEN
            {" ".join(f"NEW.{name} := OLD.{name};" for name in SNAPSHOT)}
            RETURN NEW;
        END IF;
        SELECT * INTO pack FROM procurement_package WHERE id = NEW.package_id FOR NO KEY UPDATE;
        SELECT * INTO good FROM certification_certificateitem WHERE id = NEW.item_id;
        SELECT * INTO cert FROM certification_certificate WHERE id = good.certificate_id FOR SHARE;
        IF NOT (pack.is_announced AND pack.is_active) THEN
            {_refuse("award_package_is_in_force", "'Package % is not announced or not active.', pack.rup_code")}
        END IF;
        -- Early tenders are signed from October of the year before.
        IF NEW.signed_on NOT BETWEEN make_date(pack.year - 1, 10, 1) AND make_date(pack.year, 12, 31) THEN
            {_refuse("award_signed_in_its_budget_year", "'% is no day to sign for %.', NEW.signed_on, pack.year")}
        END IF;
        -- The same rule as certification.querysets.valid_on: first and last day count.
        IF COALESCE(cert.issued_on, '-infinity') > NEW.signed_on OR cert.valid_until < NEW.signed_on
           OR cert.revoked_on <= NEW.signed_on OR cert.superseded_on <= NEW.signed_on
           OR (cert.frozen_from <= NEW.signed_on AND COALESCE(cert.frozen_until, 'infinity') >= NEW.signed_on) THEN
            {_refuse("award_certificate_is_valid", "'Item % is not certified on %.', NEW.item_id, NEW.signed_on")}
        END IF;
        IF cert.business_id IS NULL THEN
            {_refuse("award_holder_is_registered", "'The holder of item % is not registered.', NEW.item_id")}
        END IF;
        -- The longest prefix of the KBLI code decides, as umkm.categories.CategoryRules says.
        IF pack.not_certifiable <> '' OR pack.category = 'OTHER' OR NOT EXISTS (
            SELECT FROM umkm_categoryrule r
             WHERE r.version = good.kbli_version AND r.category = pack.category
               AND r.prefix = (SELECT l.prefix FROM umkm_categoryrule l
                                WHERE l.version = good.kbli_version AND starts_with(good.kbli_code, l.prefix)
                                ORDER BY length(l.prefix) DESC LIMIT 1)) THEN
            {_refuse("award_item_serves_the_package", "'Item % does not serve %.', NEW.item_id, pack.category")}
        END IF;
        NEW.certificate_number := COALESCE(cert.number, '');
        NEW.holder_name := cert.holder_name;
        NEW.product_name := good.product_name;
        NEW.tkdn := good.tkdn;
        NEW.bmp := CASE WHEN good.bmp_valid_until < NEW.signed_on THEN 0 ELSE COALESCE(good.bmp, 0) END;
        RETURN NEW;
    """,  # noqa: S608 - constants of this module
)

SENTENCES = {
    "award_package_is_in_force": _("Paket ini belum diumumkan atau sudah dibatalkan, jadi kontraknya tidak dicatat."),
    "award_signed_in_its_budget_year": _(
        "Tanggal kontrak di luar masa anggaran paket: paling awal 1 Oktober tahun sebelumnya, paling akhir "
        "31 Desember tahun anggaran. Periksa tanggalnya."
    ),
    "award_certificate_is_valid": _(
        "Sertifikat produk ini tidak berlaku pada tanggal kontrak. Pilih produk lain, atau periksa tanggalnya."
    ),
    "award_holder_is_registered": _(
        "Pemegang sertifikat ini belum ada di daftar usaha Lampung. Minta Dinas mencocokkannya dulu."
    ),
    "award_item_serves_the_package": _(
        "Produk ini tidak melayani kategori paket, atau paketnya bukan barang yang dapat bersertifikat."
    ),
    "award_stays_within_the_ceiling": _(
        "Nilai ini membuat belanja paket melebihi pagunya. Kecilkan nilainya, atau periksa belanja yang sudah tercatat."
    ),
    "leakage_stays_within_the_ceiling": _(
        "Nilai ini membuat belanja paket melebihi pagunya. Kecilkan nilainya, atau periksa belanja yang sudah tercatat."
    ),
    "award_is_never_deleted": _("Kontrak tidak pernah dihapus. Batalkan dengan menulis alasannya."),
    "leakage_is_never_deleted": _("Pembelian tidak pernah dihapus. Batalkan dengan menulis alasannya."),
    "award_cancelled_is_final": _("Kontrak ini sudah dibatalkan dan tidak dapat diubah. Catat yang baru bila perlu."),
    "leakage_cancelled_is_final": _(
        "Pembelian ini sudah dibatalkan dan tidak dapat diubah. Catat yang baru bila perlu."
    ),
    "package_ceiling_covers_its_purchases": _(
        "Pagu tidak boleh lebih kecil daripada belanja paket yang sudah tercatat. "
        "Periksa kontrak dan pembeliannya dulu."
    ),
    "leakage_bought_in_its_budget_year": _(
        "Tanggal pembelian di luar masa anggaran: paling awal 1 Oktober tahun sebelumnya, paling akhir "
        "31 Desember tahun anggaran. Periksa tanggalnya."
    ),
}
"""What people read when a trigger refuses."""
