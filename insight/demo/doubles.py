"""A few workshops that stand in the register twice, as lists from several offices make them."""

from insight.demo.dice import dice_for
from insight.demo.naming import as_written

MOST = 40
PREFIXES = ("UD.", "UD", "Usaha", "Toko", "Rumah", "")


def write_doubles(seed, entries):
    """Let up to `MOST` makers without NIB and NIK describe another maker of the same goods once more.

    Only descriptions change: how many businesses there are, what they make and who holds a certificate stays.
    """
    dice = dice_for(seed, "doubles")
    originals = {}
    for entry in entries:
        if _may_be_copied(entry):
            originals.setdefault(entry.goods[0].head, []).append(entry.business)
    plain = [entry for entry in entries if _may_describe_another(entry) and entry.goods[0].head in originals]
    for entry in dice.sample(plain, min(MOST, len(plain) // 4)):
        same_goods = originals[entry.goods[0].head]
        if same_goods:
            _describe(dice, entry.business, same_goods.pop(dice.randrange(len(same_goods))))


def _may_be_copied(entry):
    return entry.kind == "MAKER" and entry.business.nib and entry.business.phone and not entry.for_certificate


def _may_describe_another(entry):
    business = entry.business
    return entry.kind == "MAKER" and not (business.nib or business.nik_hash or entry.for_certificate)


def _describe(dice, business, original):
    business.name = as_written(dice, f"{dice.choice(PREFIXES)} {original.name}".strip())
    business.owner_name = original.owner_name if dice.chance(0.8) else original.owner_name.split(" ")[0]
    business.phone = original.phone if dice.chance(0.7) else ""
    business.address = original.address if dice.chance(0.5) else ""
    business.regency_id, business.district_id = original.regency_id, original.district_id
