"""What the portal already knows of the certificates in a list, and what the list changes about it."""

from dataclasses import asdict, dataclass, field, replace

from django.db.models import Prefetch, Q

from certification.comparing import folded, number_key
from certification.importers.rows import ITEM_VALUES, check_dates, variants_of
from certification.importers.said import Said
from certification.models import Certificate, CertificateItem, ListedItem, Scheme
from certification.schemes import scheme_of
from certification.services import free_overlapping_products
from umkm.importers.run import Counts, Refused
from umkm.models import Source

MINISTRY = Certificate._meta.get_field("issuer").default
STANDING = ("business", "frozen_from", "frozen_until", "revoked_on", "superseded_on", "superseded_by")
"""What staff decided about a certificate; a certificate split off from it inherits all of it."""
WRITTEN = (
    "number", "holder_name", "holder_nib", "holder_address", "holder_province", "issued_on", "valid_until",
    "business", "scheme", "source", "source_on",
)  # fmt: skip


@dataclass(eq=False)
class Known:
    """A certificate with its items by what identifies them; `changed` once this list says something new of it."""

    certificate: Certificate
    items: dict = field(default_factory=dict)
    changed: bool = False

    def holds(self, row):
        """Whether this may be the certificate of `row`: the product is on it and the addresses do not differ."""
        return row.item_key in self.items and self.is_at(row)

    def is_at(self, row):
        """Whether the row's address does not contradict this one's; a list may leave either empty."""
        mine, other = folded(self.certificate.holder_address), folded(row.certificate.holder_address)
        return not mine or not other or mine == other


class KnownCertificates:
    """Certificates of one list: found among the stored ones or made, changed in memory, saved in a few statements."""

    def __init__(self, rows, seen_in, *, readmit=False):
        """`rows` of the whole list decide which stored certificates are looked at; `seen_in` is the list with its day.

        Products that staff removed stay away unless `readmit`.
        """
        self.as_of = seen_in.as_of
        self.counts = Counts()
        self.refused = []
        self.by_number, self.by_holder = {}, {}
        self.new_certificates, self.new_items, self.emptied = [], [], []
        self.changed_certificates, self.changed_items = {}, {}
        stored = list(stored_certificates(rows))
        self.said = Said(seen_in, stored, readmit=readmit)
        for certificate in stored:
            self._remember(Known(certificate, variants_of(certificate.items.all())))

    def take(self, rows):
        """Take in the rows of one certificate."""
        for row in rows:
            if self.said.stays_removed(row):
                self.counts.unchanged += 1
                continue
            known = self._numbered(row, rows) if row.certificate.number else self._without_number(row)
            try:
                self._update_certificate(known, row.certificate)
            except Refused as refused:
                self.refused.append((row, refused))
            else:
                self._take_item(known, row)

    def save(self):
        """Write everything taken in; the number of statements does not depend on the number of rows."""
        Certificate.objects.bulk_create(self.new_certificates)
        Certificate.objects.bulk_update(self.changed_certificates.values(), WRITTEN)
        CertificateItem.objects.bulk_create(self.new_items)
        CertificateItem.objects.bulk_update(self.changed_items.values(), ["certificate", *ITEM_VALUES])
        self.said.save()
        if self.emptied:
            # What staff recorded about a certificate keeps it, even without a product.
            Certificate.objects.filter(pk__in=self.emptied, deeds=None, reports=None).delete()
        if self.changed_certificates or self.changed_items:
            free_overlapping_products(Q(certificate__in=self.changed_certificates) | Q(pk__in=self.changed_items))

    def _remember(self, known):
        certificate = known.certificate
        if certificate.number:
            self.by_number[number_key(certificate.number)] = known
        self.by_holder.setdefault(_holder_and_end(certificate), []).append(known)
        for end in self.said.other_ends(certificate):
            # Staff corrected the date; lists may go on printing the old one.
            self.by_holder.setdefault((folded(certificate.holder_name), end), []).append(known)

    def _numbered(self, row, rows):
        """By number; else the certificate without number whose products this one has; else a new one."""
        key = number_key(row.certificate.number)
        if key not in self.by_number:
            self.by_number[key] = self._unnumbered_twin(row, rows) or self._make(row.certificate)
        return self.by_number[key]

    def _unnumbered_twin(self, row, rows):
        """The one at the same address, or, since lists write addresses differently, the only one of this holder."""
        wanted = {other.item_key for other in rows}
        peers = self.by_holder.get(_holder_and_end(row.certificate), [])
        twins = [
            known for known in peers if not known.certificate.number and known.items and known.items.keys() <= wanted
        ]
        here = [known for known in twins if known.is_at(row)]
        if here:
            return here[0]
        return twins[0] if len(twins) == 1 else None

    def _without_number(self, row):
        """Any certificate of this holder and end that has the product; else the one without number; else a new one."""
        for known in self.by_holder.get(_holder_and_end(row.certificate), []):
            if known.holds(row):
                return known
        address = folded(row.certificate.holder_address)
        for known in self._peers_without_number(row):
            if folded(known.certificate.holder_address) == address:
                return known
        return self._make(row.certificate)

    def _peers_without_number(self, row):
        peers = self.by_holder.get(_holder_and_end(row.certificate), [])
        return [known for known in peers if not known.certificate.number and known.is_at(row)]

    def _make(self, fields):
        certificate = Certificate(
            **asdict(fields),
            scheme=scheme_of(issued_on=fields.issued_on, valid_until=fields.valid_until),
            source=Source.MINISTRY,
            source_on=self.as_of,
        )
        self.new_certificates.append(certificate)
        known = Known(certificate)
        self._remember(known)
        return known

    def _update_certificate(self, known, fields):
        """Take over what the row prints and the certificate lacks or says otherwise; an empty cell erases nothing.

        Raises Refused, and changes nothing, when it would end before the issue date known from elsewhere.
        """
        certificate = known.certificate
        if self.said.is_older(certificate):
            return
        if self.said.keeps_own_end(certificate):
            fields = replace(fields, valid_until=certificate.valid_until)
        check_dates(issued_on=fields.issued_on or certificate.issued_on, valid_until=fields.valid_until)
        dates = certificate.issued_on, certificate.valid_until
        for name, now in asdict(fields).items():
            if now and _comparable(now) != _comparable(getattr(certificate, name)):
                setattr(certificate, name, now)
                known.changed = True
        if dates != (certificate.issued_on, certificate.valid_until) or certificate.scheme == Scheme.UNKNOWN:
            certificate.scheme = scheme_of(issued_on=certificate.issued_on, valid_until=certificate.valid_until)
        if self._confirm(certificate) or known.changed:
            self._mark(certificate, self.changed_certificates)

    def _confirm(self, certificate):
        """Note that the ministry's list of this day has the certificate; whether that is news."""
        newer = self.as_of and (certificate.source_on is None or certificate.source_on < self.as_of)
        if not newer and certificate.source == Source.MINISTRY:
            return False
        certificate.source = Source.MINISTRY
        certificate.source_on = self.as_of or certificate.source_on
        return True

    def _take_item(self, known, row):
        key = row.item_key
        moved = bool(row.certificate.number) and key not in known.items and self._move_here(known, row)
        if key not in known.items:
            known.items[key] = CertificateItem(certificate=known.certificate, **asdict(row.item))
            self.new_items.append(known.items[key])
            self.said.say(known.items[key], row)
            self.counts.created += 1
            return
        item = known.items[key]
        changed = self._update_item(item, row.item) or moved
        self.said.say(item, row)
        if changed:
            self._mark(item, self.changed_items)
        if changed or known.changed:
            self.counts.updated += 1
        else:
            self.counts.unchanged += 1

    def _move_here(self, known, row):
        """Bring the product over from a certificate that had no number until now; whether there was one."""
        key = row.item_key
        for peer in self._peers_without_number(row):
            if key in peer.items:
                item = known.items[key] = peer.items.pop(key)
                item.certificate = known.certificate
                self._inherit(known.certificate, peer)
                return True
        return False

    def _inherit(self, certificate, peer):
        """Pass on what staff decided about `peer`, and drop it once it has no product left."""
        if certificate.pk is None:
            for name in STANDING:
                setattr(certificate, name, getattr(peer.certificate, name))
        if not peer.items:
            self.by_holder[_holder_and_end(peer.certificate)].remove(peer)
            self.emptied.append(peer.certificate.pk)

    def _update_item(self, item, fields):
        changed = False
        for name in self.said.to_take(item, ITEM_VALUES):
            now = getattr(fields, name)
            if now not in (None, "") and _comparable(now) != _comparable(getattr(item, name)):
                setattr(item, name, now)
                changed = True
        return changed

    def _mark(self, row, changed):
        if row.pk:
            changed[row.pk] = row


def stored_certificates(rows):
    """Those that rows may speak of, by number, by end date or by the end a list said, with their items."""
    numbered = Certificate.objects.numbered(row.certificate.number for row in rows if row.certificate.number)
    ends = {row.certificate.valid_until for row in rows}
    said = ListedItem.objects.filter(item__isnull=False, valid_until__in=ends)
    return (
        Certificate.objects.filter(issuer=MINISTRY)
        .filter(Q(pk__in=numbered.values("pk")) | Q(valid_until__in=ends) | Q(pk__in=said.values("item__certificate")))
        .prefetch_related(Prefetch("items", CertificateItem.objects.order_by("pk")))
        .order_by("pk")
    )


def _holder_and_end(certificate):
    return folded(certificate.holder_name), certificate.valid_until


def _comparable(value):
    return folded(value) if isinstance(value, str) else value
