"""Why a certified product fits a package, or what stands in the way, in sentences for people."""

from datetime import timedelta

from django.utils.translation import gettext as _

from certification.models import Certificate, CertificateStatus
from certification.models.certificate import EXPIRING_DAYS
from procurement.answers import Reason
from procurement.preference import BEST_SUM, MINIMUM_TKDN
from tkdnportal.templatetags.portal import day, percent, rupiah


def shared_terms(package, pair):
    """The words package and product have in common, in the package's order."""
    offered = set(pair.details.terms)
    return [term for term in package.terms if term in offered]


def reasons(match, supplier, pair, tier, best):
    """Every reason `supplier` can serve the package: category, words, validity, tier, price."""
    yield Reason(
        "CATEGORY",
        _("KBLI %(code)s melayani kategori %(category)s.")
        % {"code": supplier.kbli_code, "category": match.package.get_category_display()},
    )
    yield _words(match.package, pair)
    yield Reason(
        "VALID_UNTIL_DELIVERY",
        _("Sertifikat berlaku sampai %(end)s, melewati hari penyerahan %(delivery)s.")
        % {"end": day(supplier.valid_until), "delivery": day(match.delivery_day)},
    )
    yield tier_reason(supplier.tkdn, supplier.bmp, tier, best)
    if supplier.price is not None:
        yield Reason(
            "PRICE_WITHIN_CEILING",
            _("Harga satuan %(price)s tidak melebihi pagu %(ceiling)s.")
            % {"price": rupiah(supplier.price), "ceiling": rupiah(match.package.ceiling)},
        )


def _words(package, pair):
    shared = shared_terms(package, pair)
    if shared:
        return Reason("WORDS", _("Kata yang sama: %(words)s.") % {"words": ", ".join(shared)})
    return Reason("CATEGORY_ONLY", _("Paket tidak menyebut produk tertentu, jadi semua produk kategorinya cocok."))


def tier_reason(tkdn, bmp, tier, best):
    """The tier with the law's condition (Perpres 16/2018 Ps 66(2))."""
    values = {
        "tkdn": percent(tkdn),
        "bmp": percent(bmp),
        "best": percent(best),
        "needed": percent(BEST_SUM),
    }
    if tier == 1:
        return Reason(
            "TIER_1",
            _("Tingkat 1: TKDN %(tkdn)s, BMP %(bmp)s; TKDN + BMP tertinggi %(best)s, paling sedikit %(needed)s.")
            % values,
        )
    return Reason(
        "TIER_2",
        _("Tingkat 2: TKDN %(tkdn)s, BMP %(bmp)s; TKDN + BMP tertinggi baru %(best)s, belum %(needed)s.") % values,
    )


def warnings(match, supplier):
    """What an officer should know of a product that fits: its certificate ends soon after delivery."""
    if supplier.valid_until - match.delivery_day <= timedelta(days=EXPIRING_DAYS):
        yield Reason(
            "ENDS_SOON_AFTER_DELIVERY",
            _("Sertifikat berakhir %(end)s, paling lama %(days)d hari setelah penyerahan %(delivery)s.")
            % {"end": day(supplier.valid_until), "days": EXPIRING_DAYS, "delivery": day(match.delivery_day)},
        )


def obstacles(match, supplier, pair):
    """Everything that keeps `supplier` from serving the package; the tier's own obstacle is `below_25`."""
    if not pair.details.business_id:
        yield Reason(
            "HOLDER_NOT_REGISTERED",
            _("Pemegang sertifikat, %(holder)s, belum ada di daftar usaha.") % {"holder": pair.details.holder_name},
        )
    yield from validity_obstacles(match, supplier, pair)
    yield from value_obstacles(match.package, supplier)
    if not pair.words:
        words = ", ".join(shared_terms(match.package, pair))
        yield Reason(
            "WORDS_DIFFER",
            _("Kategorinya cocok, tetapi produk yang diminta lain; kata yang sama hanya: %(words)s.")
            % {"words": words},
        )


def value_obstacles(package, supplier):
    """TKDN under the package's own minimum, or a unit price over the whole ceiling."""
    if package.minimum_tkdn is not None and supplier.tkdn < package.minimum_tkdn:
        yield Reason(
            "TKDN_BELOW_MINIMUM",
            _("TKDN %(tkdn)s di bawah syarat paket %(minimum)s.")
            % {"tkdn": percent(supplier.tkdn), "minimum": percent(package.minimum_tkdn)},
        )
    if supplier.price is not None and supplier.price > package.ceiling:
        yield Reason(
            "PRICE_ABOVE_CEILING",
            _("Harga satuan %(price)s melebihi pagu %(ceiling)s.")
            % {"price": rupiah(supplier.price), "ceiling": rupiah(package.ceiling)},
        )


def below_25(tkdn):
    """The obstacle of tier 3: certified, but under the TKDN the office buys from (Perpres 16/2018 Ps 66(2))."""
    return Reason(
        "TKDN_BELOW_25",
        _("TKDN %(tkdn)s di bawah %(minimum)s, jadi hanya tingkat 3.")
        % {"tkdn": percent(tkdn), "minimum": percent(MINIMUM_TKDN)},
    )


def validity_obstacles(match, supplier, pair):
    """What the certificate is on the contract day, and if good then, on the delivery day."""
    told = pair.details
    certificate = Certificate(
        issued_on=told.issued_on, valid_until=told.valid_until, frozen_from=told.frozen_from,
        frozen_until=told.frozen_until, revoked_on=told.revoked_on, superseded_on=told.superseded_on,
    )  # fmt: skip
    for asked_day in (match.contract_day, match.delivery_day):
        status = certificate.status_on(asked_day)
        if status not in CertificateStatus.valid:
            expires_between = status == CertificateStatus.EXPIRED and asked_day != match.contract_day
            yield _expires_before_delivery(match, pair) if expires_between else _not_valid(status, pair, asked_day)
            return


def _expires_before_delivery(match, pair):
    return Reason(
        "EXPIRES_BEFORE_DELIVERY",
        _("Sertifikat berakhir %(end)s, sebelum penyerahan %(delivery)s; perpanjang dulu.")
        % {"end": day(pair.details.valid_until), "delivery": day(match.delivery_day)},
    )


def _not_valid(status, pair, asked_day):
    """Expired, frozen, revoked or superseded on `asked_day`."""
    sentence, since = {
        CertificateStatus.EXPIRED: (
            _("Sertifikat sudah berakhir %(since)s, sebelum %(day)s."),
            pair.details.valid_until,
        ),
        CertificateStatus.FROZEN: (
            _("Sertifikat dibekukan sejak %(since)s, masih pada %(day)s."),
            pair.details.frozen_from,
        ),
        CertificateStatus.REVOKED: (
            _("Sertifikat dicabut %(since)s, jadi tidak berlaku pada %(day)s."),
            pair.details.revoked_on,
        ),
        CertificateStatus.SUPERSEDED: (
            _("Sertifikat diganti %(since)s, jadi tidak berlaku pada %(day)s."),
            pair.details.superseded_on,
        ),
    }[status]
    return Reason(str(status.value), sentence % {"since": day(since), "day": day(asked_day)})
