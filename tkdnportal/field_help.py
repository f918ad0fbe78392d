"""The glossary's words beside the fields of the staff's forms; `docs/glossary.md` has the same terms for readers."""

from django.utils.translation import gettext_lazy as _

HELP = {
    "contract_from": _("Hari pertama kontrak direncanakan. Sertifikat harus berlaku pada hari itu."),
    "delivery_until": _("Hari terakhir barang diserahkan. Sertifikat harus masih berlaku pada hari itu."),
    "factory_location": _("SIINas mencatat satu akun untuk tiap tempat produksi."),
    "goods_group": _("Kelompok barang seperti tertulis pada sertifikat."),
    "holder_nib": _("13 angka dari OSS, seperti tertulis pada sertifikat."),
    "is_domestic": _("PDN: rencananya memakai produk dalam negeri."),
    "is_for_small_business": _("UMK: paket yang dicadangkan untuk usaha mikro dan kecil."),
    "kbli_code": _("Lima angka: kegiatan usaha menurut NIB. Kode industri dimulai dengan 10 sampai 32."),
    "kbli_version": _("Buku KBLI tempat kodenya berasal; kode yang sama dapat berarti lain di buku lain."),
    "minimum_tkdn": _("Nilai TKDN paling rendah yang diminta paket, dalam persen."),
    "monthly_capacity": _("Paling banyak yang sanggup dibuat dalam sebulan, dalam satuan produknya."),
    "not_certifiable": _("Jasa, katering, atau sewa: tidak dapat bersertifikat TKDN, jadi tidak dicarikan pemasok."),
    "paid_value": _("Rupiah yang sudah dibayarkan kepada pemasok."),
    "risk": _("Tingkat risiko di OSS. Mulai menengah tinggi, Sertifikat Standar harus terverifikasi."),
    "rup_code": _("Nomor paket di SiRUP."),
    "scheme": _("Peraturan yang dipakai saat sertifikat diterbitkan."),
    "signed_on": _("Hari kontrak ditandatangani; sertifikat pemasok harus berlaku pada hari itu."),
    "tkdn": _("Kandungan dalam negeri, 0 sampai 100 persen, dua angka di belakang koma."),
    "valid_until": _("Hari terakhir sertifikat berlaku. Tanggal yang tercetak mengalahkan hitungan aturan."),
    "workers": _("Jumlah orang yang bekerja di usaha ini."),
}
"""By the field's name; a field whose model explains it keeps its own words."""


class ExplainsFields:
    """A ModelAdmin, or rows below one, whose fields carry the glossary's words where the model has none."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Django's own field, explained."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and not field.help_text:
            field.help_text = HELP.get(db_field.name, "")
        return field
