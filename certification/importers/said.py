"""What the lists have said so far: the base by which the portal tells a newer list's news from staff's own changes.

Three voices: what the list said last, what it says now, what the portal says. Where the portal still says what the list
said last, the list's news is taken over; where staff have changed it, theirs stays and the difference waits for them.
"""

import hashlib
from dataclasses import asdict

from certification.models import ListedItem
from umkm.models import Source

OWN = (Source.STAFF, Source.OWNER)
"""Sources that no list may overwrite unasked."""
SAYS = ("number", "holder_name", "product_name", "tkdn", "bmp", "valid_until", "row", "key", "seen_in")


class Said:
    """What lists said of the items of the stored certificates, and what this one says."""

    def __init__(self, seen_in, certificates, *, readmit):
        """`certificates`: the stored ones with their items; `readmit`: removed products may come back."""
        self.seen_in, self.readmit = seen_in, readmit
        rows = ListedItem.objects.filter(item__certificate__in=certificates).select_related("seen_in", "item")
        self.by_item = {row.item_id: row for row in rows}
        self.ends, self.days, self.own = {}, {}, set()
        for row in self.by_item.values():
            self._remember(row)
        self.own = {each.pk for each in certificates if each.source in OWN and each.pk not in self.ends}
        self.own_ends = {
            each.pk for each in certificates
            if each.pk in self.own or each.valid_until not in self.ends.get(each.pk, {each.valid_until})
        }  # fmt: skip
        self.removed = {row.key: row for row in ListedItem.objects.filter(item__isnull=True).select_related("seen_in")}
        self.by_new, self.changed, self.seen_again = {}, {}, set()

    def _remember(self, row):
        certificate_id = row.item.certificate_id
        self.ends.setdefault(certificate_id, set()).add(row.valid_until)
        self.days[certificate_id] = max(self.days.get(certificate_id, row.seen_in.as_of), row.seen_in.as_of)

    def other_ends(self, certificate):
        """End dates that lists print for `certificate` beside its own."""
        return self.ends.get(certificate.pk, set()) - {certificate.valid_until}

    def is_older(self, certificate):
        """Whether a newer list has already spoken of `certificate`: this one may not overwrite it."""
        return certificate.pk in self.days and self.days[certificate.pk] > self.seen_in.as_of

    def keeps_own_end(self, certificate):
        """Whether staff gave `certificate` its end date."""
        return certificate.pk in self.own_ends

    def to_take(self, item, names):
        """Those of `names` that the list may change: not where it is older, nor where staff changed the value."""
        before = self.by_item.get(item.pk)
        if before is None:
            return [] if item.certificate_id in self.own else names
        if before.seen_in.as_of > self.seen_in.as_of:
            return []
        return [name for name in names if not hasattr(before, name) or getattr(item, name) == getattr(before, name)]

    def stays_removed(self, row):
        """Whether staff removed this product; what the list says of it is kept for the queue."""
        listed = self.removed.get(key_of(row))
        if listed is None or self.readmit:
            return False
        self._update(listed, row)
        return True

    def say(self, item, row):
        """Keep what the list says of `item`, unless a newer list has spoken."""
        listed = self.by_item.get(item.pk) or self.by_new.get(id(item))
        if listed is None and self.readmit:
            listed = self.removed.get(key_of(row))
        if listed is None:
            self.by_new[id(item)] = ListedItem(item=item, **self._words(row))
            return
        if listed.item_id is None:
            listed.item = item
            self.changed[listed.pk] = listed
        self._update(listed, row)

    def _update(self, listed, row):
        if listed.seen_in.as_of > self.seen_in.as_of:
            return
        words = self._words(row)
        same_list = (listed.seen_in.name, listed.seen_in.as_of) == (self.seen_in.name, self.seen_in.as_of)
        if any(getattr(listed, name) != words[name] for name in SAYS if name not in ("seen_in", "row")):
            for name, value in words.items():
                setattr(listed, name, value)
            if listed.pk:
                self.changed[listed.pk] = listed
        elif not same_list:
            self.seen_again.add(listed.pk)

    def _words(self, row):
        fields, item = row.certificate, row.item
        return {
            "number": fields.number or "", "holder_name": fields.holder_name, "product_name": item.product_name,
            "tkdn": item.tkdn, "bmp": item.bmp, "valid_until": fields.valid_until, "row": as_json(row),
            "key": key_of(row), "seen_in": self.seen_in,
        }  # fmt: skip

    def save(self):
        """Write it in three statements, after the items."""
        ListedItem.objects.bulk_create(self.by_new.values())
        ListedItem.objects.bulk_update(self.changed.values(), ["item", *SAYS])
        if self.seen_again:
            ListedItem.objects.filter(pk__in=self.seen_again - self.changed.keys()).update(seen_in=self.seen_in)


def key_of(row):
    """What makes the row's product the same one in two lists, numbers apart, since they may come later."""
    identity = row.certificate.holder_name.casefold(), row.certificate.valid_until.isoformat(), row.item_key
    return hashlib.sha256(repr(identity).encode()).hexdigest()


def as_json(row):
    """The row's fields as JSON can keep them."""
    return {
        "certificate": {name: _plain(value) for name, value in asdict(row.certificate).items()},
        "item": {name: _plain(value) for name, value in asdict(row.item).items()},
        "variant": row.variant,
    }


def _plain(value):
    return value if value is None or isinstance(value, str) else str(value)
