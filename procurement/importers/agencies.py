"""Agencies named in a file of packages, created or mended before their packages."""

from procurement.models import Agency, AgencyLevel
from umkm.models import Regency

DETAILS = ("name", "klpd_name", "level", "regency_id")


class Agencies:
    """The agencies of one file by (klpd_code, code); of two names for one agency the last row's counts."""

    def __init__(self, found):
        """`found`: dictionaries of agency fields, one per row; writes what is new or differs."""
        named = {(fields["klpd_code"], fields["code"]): fields for fields in found}
        regencies = {place_name(regency): regency.pk for regency in Regency.objects.all()}
        known = Agency.objects.filter(klpd_code__in={klpd for klpd, _code in named})
        self._by_key = {(agency.klpd_code, agency.code): agency for agency in known}
        new, changed = [], []
        for key, fields in named.items():
            agency = self._by_key.setdefault(key, Agency(klpd_code=key[0], code=key[1]))
            if fill(agency, fields, regencies):
                (changed if agency.pk else new).append(agency)
        Agency.objects.bulk_create(new)
        Agency.objects.bulk_update(changed, ["name", "klpd_name", "level", "regency"])
        self._named = named

    def id_of(self, fields):
        """The id of a row's agency."""
        return self._by_key[fields["klpd_code"], fields["code"]].pk

    def ids(self):
        """Ids of all agencies of the file."""
        return {self._by_key[key].pk for key in self._named}


def fill(agency, fields, regencies):
    """Put a row's fields into an agency; whether anything changed."""
    before = [getattr(agency, name) for name in DETAILS]
    agency.name = fields["name"]
    agency.klpd_name = fields["klpd_name"] or agency.klpd_name
    agency.level = fields["level"] or agency.level or AgencyLevel.CENTRAL.value
    if agency.level == AgencyLevel.REGENCY and not agency.regency_id:
        agency.regency_id = regencies.get(agency.klpd_name.casefold())
    return before != [getattr(agency, name) for name in DETAILS]


def place_name(regency):
    """A kabupaten or kota as the data service writes it: `kab. pringsewu`, `kota metro`."""
    return f"{'kota' if regency.kind == 'KOTA' else 'kab.'} {regency.name}".casefold()
