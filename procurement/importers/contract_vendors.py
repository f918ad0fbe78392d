"""Who sold: a business of the register, a firm by its name, or a person whose name is not kept."""

import dataclasses
import re
from dataclasses import dataclass

from certification.holders import Register
from certification.models import CertificateItem, CertificateStatus
from procurement.preference import MINIMUM_TKDN
from umkm.categories import CategoryRules
from umkm.models import Business, CategoryRule

FIRM = re.compile(
    r"\b(pt|cv|ud|pd|fa|tb|firma|perum|perumda|perseroan|koperasi|ksu|kud|kopkar|bumdes|bumdesa|yayasan|toko|apotek|"
    r"bengkel|percetakan|konveksi|katering|catering|rumah makan|restoran|hotel|industri|ikm|umkm|kub|usaha)\b",
    re.IGNORECASE,
)
PERSON = "nama perorangan, tidak disimpan"
"""Stands for a seller that may be a person: the name is not needed, so it is not kept (UU 27/2022 Ps 16(2))."""


@dataclass(frozen=True)
class _Holder:
    """A seller as the register's rules for holders ask for one."""

    holder_name: str
    holder_nib: str
    holder_address: str = ""
    holder_province: str = ""


class Vendors:
    """The sellers of one file, recognised by NIB, by NPWP, or by a name that is exactly one business's."""

    def __init__(self, rows):
        """Five queries, however many rows."""
        holders = {_Holder(row.vendor, row.nib) for row in rows if row.vendor or row.nib}
        register = Register(list(holders))
        self._by_holder = {holder: register.business_of(holder) for holder in holders}
        self._by_npwp = {}
        numbers = {row.npwp for row in rows} - {""}
        for pk, number in Business.objects.filter(npwp__in=numbers).values_list("pk", "npwp"):
            self._by_npwp[number] = None if number in self._by_npwp else pk

    def known(self, row):
        """The row with its business and without a person's name or number."""
        business = row.business_id or self._by_npwp.get(row.npwp) or self._by_holder.get(_Holder(row.vendor, row.nib))
        name = row.vendor
        if name and not business and name != PERSON and not FIRM.search(name):
            name = PERSON
        return dataclasses.replace(row, business_id=business, vendor=name, npwp="", nib="")


class Goods:
    """What the recognised sellers had certified; their certificates stay locked until the end."""

    def __init__(self, business_ids):
        """Two queries."""
        self._rules = CategoryRules(CategoryRule.objects.all())
        self._of = {}
        found = CertificateItem.objects.filter(certificate__business__in=business_ids).select_related("certificate")
        for item in found.select_for_update(of=("certificate",), no_key=True).order_by("certificate_id", "pk"):
            self._of.setdefault(item.certificate.business_id, []).append(item)

    def best(self, row, package):
        """The product the contract most likely bought, valid that day and within the policy; None when there is none.

        A product below 25 % is never chosen: buying it is an exception that only an officer can explain.
        """
        wanted = set(package.terms)
        able = [
            item
            for item in self._of.get(row.business_id, ())
            if item.certificate.status_on(row.day) in CertificateStatus.valid
            and item.tkdn >= MINIMUM_TKDN
            and not package.not_certifiable
            and package.category in self._rules.of(item.kbli_version, item.kbli_code)
        ]
        return max(able, key=lambda item: (len(wanted & set(item.terms)), item.tkdn, -item.pk), default=None)
