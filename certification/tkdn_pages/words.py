"""Choices and advice in the owner's words; the codes are those of `certification.tkdn`."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certification.advice import Way
from certification.tkdn import Origin, Process, Production
from tkdnportal.templatetags.portal import percent
from umkm.categories import Category
from umkm.models import DocumentKind

PRODUCTIONS = (
    (Production.OWN_FACTORY.value, gettext_lazy("Kami sendiri, di tempat kami (sewa juga dihitung tempat sendiri)")),
    (Production.OTHER_FACTORY.value, gettext_lazy("Kami sendiri, tetapi di pabrik usaha lain")),
    (Production.OUTSOURCED.value, gettext_lazy("Usaha lain yang membuatkan, di pabrik mereka")),
)

PROCESSES = (
    (Process.MANUFACTURE.value, gettext_lazy("Mengolah bahan menjadi barang baru")),
    (Process.PACKAGING_ONLY.value, gettext_lazy("Hanya mengemas barang yang sudah jadi")),
    (
        Process.MINOR_PROCESS_NO_HS_CHANGE.value,
        gettext_lazy("Hanya mengecat, mewarnai, memotong, mengiris, atau mengencerkan; barangnya tetap sejenis"),
    ),
    (Process.DISMANTLED.value, gettext_lazy("Membongkar barang lain")),
    (Process.UNPROCESSED_NATURAL.value, gettext_lazy("Menjual hasil alam tanpa diolah")),
)


@dataclass(frozen=True)
class OriginWords:
    """An origin: what people call it, what it means, and which proof it needs."""

    label: Promise
    meaning: Promise
    proof: Promise
    kinds: tuple[DocumentKind, ...]


BOUGHT = (DocumentKind.PURCHASE_PROOF,)

ORIGINS = {
    Origin.NATURAL: OriginWords(
        gettext_lazy("Hasil alam Indonesia"),
        gettext_lazy("Dari kebun, sawah, ternak, laut, hutan, atau tambang di Indonesia. Dihitung penuh."),
        gettext_lazy("Nota beli dari petani, nelayan, pengepul, atau pasar."),
        BOUGHT,
    ),
    Origin.FULL_DOMESTIC: OriginWords(
        gettext_lazy("Buatan Indonesia, semua bahan bakunya dari Indonesia"),
        gettext_lazy(
            "Dibuat perusahaan di Indonesia, dan pembuatnya dapat membuktikan asal bahan bakunya. Dihitung penuh."
        ),
        gettext_lazy("Nota beli, dan surat pembuatnya bahwa semua bahan bakunya dari Indonesia."),
        BOUGHT,
    ),
    Origin.CERTIFIED: OriginWords(
        gettext_lazy("Punya sertifikat TKDN sendiri"),
        gettext_lazy("Dihitung menurut nilai pada sertifikatnya. Minta salinannya kepada penjual."),
        gettext_lazy("Sertifikat TKDN bahan itu, dan nota beli."),
        (DocumentKind.COMPONENT_CERTIFICATE, DocumentKind.PURCHASE_PROOF),
    ),
    Origin.RECYCLED: OriginWords(
        gettext_lazy("Daur ulang dari bahan Indonesia"),
        gettext_lazy("Misalnya plastik atau kain bekas yang diolah lagi. Dihitung penuh."),
        gettext_lazy("Nota beli atau surat jalan dari pengumpul."),
        BOUGHT,
    ),
    Origin.DOMESTIC: OriginWords(
        gettext_lazy("Buatan Indonesia, bahan bakunya tidak diketahui"),
        gettext_lazy("Dibuat perusahaan di Indonesia, tanpa sertifikat. Dihitung seperempat."),
        gettext_lazy("Nota beli yang menyebut pembuat atau mereknya."),
        BOUGHT,
    ),
    Origin.IMPORT: OriginWords(
        gettext_lazy("Dari luar negeri"),
        gettext_lazy("Tidak dibuat di Indonesia, walaupun dibeli di toko sini. Tidak menambah nilai."),
        gettext_lazy("Nota beli."),
        BOUGHT,
    ),
}

ORIGIN_CHOICES = tuple((origin.value, words.label) for origin, words in ORIGINS.items())

EXAMPLES = {
    Category.FOOD: gettext_lazy("Untuk satu bungkus keripik misalnya pisang 0,5 kg, minyak 0,1 liter, label 1 lembar."),
    Category.CLOTHING: gettext_lazy("Misalnya untuk satu kaus: kain 1,2 meter, benang 0,1 gulung, label 1 lembar."),
    Category.SOUVENIR: gettext_lazy("Misalnya untuk satu plakat: kayu 0,02 meter kubik, cat 0,1 liter, kotak 1 buah."),
    Category.MACHINERY: gettext_lazy("Misalnya untuk satu mesin: motor 1 buah, pelat besi 12 kg, baut 40 buah."),
}  # fmt: skip
"""Quantities are for one product, in the trade's own words."""


def example_for(product):
    """An example of components from the trade of `product`."""
    known = (EXAMPLES[category] for category in product.categories if category in EXAMPLES)
    return next(known, EXAMPLES[Category.FOOD])


QUESTION_TITLES = {
    "production": gettext_lazy("Siapa yang membuat, dan di mana?"),
    "process": gettext_lazy("Bagaimana barang ini dibuat?"),
    "workers": gettext_lazy("Siapa yang mengerjakan?"),
    "domestic_investment": gettext_lazy("Apakah usaha dan alatnya ditanam di Indonesia?"),
    "capital": gettext_lazy("Berapa modal usahanya?"),
}

PART_TITLES = {
    "material": gettext_lazy("Bahan"),
    "labour": gettext_lazy("Orang yang mengerjakan"),
    "overhead": gettext_lazy("Tempat dan alat"),
}

MENDS = {
    "ALL_IMPORTED": gettext_lazy("Ganti sedikitnya satu bahan dengan buatan Indonesia, lalu ubah asalnya di bawah."),
    "PACKAGING_ONLY": gettext_lazy("Pilih produk lain yang Anda olah sendiri dari bahannya."),
    "MINOR_PROCESS_NO_HS_CHANGE": gettext_lazy(
        "Bila hasilnya menjadi jenis barang lain, ubah jawabannya. Tanyakan kepada Dinas bila ragu."
    ),
    "DISMANTLED": gettext_lazy("Pilih produk lain yang Anda buat dari bahannya."),
    "UNPROCESSED_NATURAL": gettext_lazy("Olah dahulu hasil alamnya, atau pilih produk lain yang diolah."),
    "NOT_SMALL_INDUSTRY": gettext_lazy(
        "Periksa angka modal: tanpa tanah dan bangunan. Bila benar, tanyakan jalur LVI kepada Dinas."
    ),
}  # fmt: skip
"""How to mend each refusal, by its code."""


def advice_text(advice, component):
    """What to do, as one sentence about the owner's own component."""
    name = {"name": component.name}
    if advice.way == Way.BETTER_CERTIFICATE:
        more = {"name": component.name, "least": percent(advice.changed.certificate_tkdn)}
        return _("Cari “%(name)s” yang bersertifikat dengan nilai sedikitnya %(least)s.") % more
    texts = {
        Way.RENEW: _("Minta sertifikat TKDN terbaru “%(name)s” kepada penjual; yang Anda catat sudah berakhir."),
        Way.PROVE_RAW: _("Minta surat pembuat “%(name)s” bahwa semua bahan bakunya dari Indonesia."),
        Way.CERTIFICATE: _("Minta sertifikat TKDN “%(name)s” kepada pembuatnya, sedikitnya 25 %%."),
        Way.DOMESTIC: _("Beli “%(name)s” dari pembuat di Indonesia."),
    }
    return texts[advice.way] % name
