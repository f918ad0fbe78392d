"""Where a row's business is: names as clerks write them, or Kemendagri codes, against the places of the portal."""

import re
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from django.conf import settings
from django.utils.translation import gettext as _

from umkm.importers.reading import clean
from umkm.importers.run import Refused
from umkm.models import District, Regency

_KIND = re.compile(r"^(?P<kind>kabupaten|kab|kota)\b[.\s]*", re.IGNORECASE)
_DISTRICT = re.compile(r"^(kecamatan|kec)\b[.\s]*", re.IGNORECASE)


@dataclass(frozen=True)
class Place:
    """Codes of a kabupaten/kota and, when known, a kecamatan of it."""

    regency: str
    district: str | None = None


def _key(name):
    """`Tanjung Karang Pusat`, `Tanjungkarang-Pusat` and `TANJUNGKARANG PUSAT` are one name."""
    return re.sub(r"[^a-z0-9]", "", name.casefold())


class Places:
    """The places of the portal, read once; `find` answers for one row, `of_code` for one code."""

    def __init__(self):
        """Reads all kabupaten/kota and kecamatan."""
        self._regencies = {regency.code: regency for regency in Regency.objects.all()}
        self._districts = {district.code: district for district in District.objects.all()}
        # A file names few places many times, wrong ones too.
        self._find = lru_cache(maxsize=4096)(self._found)

    def find(self, *, code, regency, district, default=None):
        """The place of a row by its texts, else `default`; None when neither says. Raises Refused."""
        return self._find(clean(code), clean(regency), clean(district), default)

    def _found(self, code, regency, district, default):
        by_code = self.of_code(code) if code else None
        by_regency = Place(self._regency(regency)) if regency else None
        if by_code and by_regency and by_code.regency != by_regency.regency:
            raise Refused("kode_wilayah", code, self._codes_disagree(code, by_code, regency))
        known = by_code or by_regency or default
        if not district or (by_code and by_code.district):
            return known
        return self._district(district, known.regency if known else None)

    def of_code(self, code):
        """`18.71`, `18.71.01`, `187101` or a village's code cut to its kecamatan. Raises Refused."""
        digits = re.sub(r"[\s.]", "", code)
        if not digits.isdecimal() or len(digits) not in (4, 6, 10):
            raise Refused(
                "kode_wilayah",
                code,
                _("Kode wilayah %(code)s tidak lengkap; tulis sebagai Teks seperti 18.71 atau 18.71.01.")
                % {"code": code},
            )
        if digits[:2] != settings.PORTAL_PROVINCE:
            raise Refused("kode_wilayah", code, _other_province(code))
        regency, district = f"{digits[:2]}.{digits[2:4]}", f"{digits[:2]}.{digits[2:4]}.{digits[4:6]}"
        if regency in self._regencies and len(digits) == 4:
            return Place(regency)
        if district in self._districts:
            return Place(regency, district)
        raise Refused(
            "kode_wilayah",
            code,
            _("Kode wilayah %(code)s tidak ada dalam daftar Kemendagri; tulis nama kabupaten dan kecamatannya.")
            % {"code": code},
        )

    def _regency(self, text):
        """The code of the kabupaten or kota of that name; `Kab.` or `Kota` decides only between two of one name."""
        kind = _KIND.match(text)
        wanted = _key(_KIND.sub("", text))
        found = [regency for regency in self._regencies.values() if _key(regency.name) == wanted]
        if kind and len(found) > 1:
            is_kota = kind["kind"].casefold() == "kota"
            found = [regency for regency in found if (regency.kind == "KOTA") == is_kota]
        if len(found) == 1:
            return found[0].code
        if found:
            raise Refused("kabupaten", text, _ambiguous(text, found))
        raise Refused(
            "kabupaten",
            text,
            _unknown_regency(text, _close(_KIND.sub("", text), [r.name for r in self._regencies.values()])),
        )

    def _district(self, text, regency):
        name = _DISTRICT.sub("", text)
        near = [d for d in self._districts.values() if regency is None or d.regency_id == regency]
        found = [district for district in near if _key(district.name) == _key(name)]
        if len(found) == 1:
            return Place(found[0].regency_id, found[0].code)
        if found:
            both = [self._regencies[district.regency_id] for district in found]
            raise Refused("kecamatan", text, _ambiguous(text, both))
        where = str(self._regencies[regency]) if regency else _("provinsi ini")
        raise Refused("kecamatan", text, _unknown_district(name, where, _close(name, [d.name for d in near])))

    def _codes_disagree(self, code, place, regency):
        return _(
            "Kode wilayah %(code)s adalah %(place)s, tetapi kolom kabupaten berisi “%(name)s”; pilih salah satu."
        ) % {
            "code": code,
            "place": self._regencies[place.regency],
            "name": regency,
        }


def _ambiguous(text, regencies):
    names = _(" dan ").join(str(regency) for regency in regencies)
    return _("“%(name)s” ada di %(places)s; isi kolom kabupaten dengan salah satunya.") % {
        "name": text,
        "places": names,
    }


def _other_province(code):
    return _(
        "Kode wilayah %(code)s di luar provinsi %(province)s; portal ini hanya mencatat usaha di provinsi itu."
    ) % {
        "code": code,
        "province": settings.PORTAL_PROVINCE,
    }


def _unknown_regency(name, near):
    if near:
        sentence = _("Kabupaten/kota “%(name)s” tidak ada di provinsi ini; maksudnya %(near)s?")
    else:
        sentence = _("Kabupaten/kota “%(name)s” tidak ada di provinsi ini; periksa namanya.")
    return sentence % {"name": name, "near": near}


def _unknown_district(name, where, near):
    if near:
        sentence = _("Kecamatan “%(name)s” tidak ada di %(where)s; maksudnya %(near)s?")
    else:
        sentence = _("Kecamatan “%(name)s” tidak ada di %(where)s; periksa ejaannya dan kabupatennya.")
    return sentence % {"name": name, "where": where, "near": near}


def _close(name, known):
    """The known names that `name` may have meant, as one text; "" when none is close."""
    by_key = {_key(other): other for other in known}
    return _(" atau ").join(by_key[key] for key in get_close_matches(_key(name), by_key, n=3, cutoff=0.78))
