"""Names of businesses as people write them: with the owner, the place or a wish, in capitals, mistyped."""

from insight.demo.vocabulary import phrases

FIRM_SHARE = {"MACHINERY": 0.45, "CLOTHING": 0.12, "GOODS": 0.12}
"""How often a maker of the sector is a CV; elsewhere rarely."""


def business_name(dice, head, person, district, sector=""):
    """A name for a business whose trade people call `head`."""
    if dice.chance(FIRM_SHARE.get(sector, 0.02)):
        return (
            f"{dice.choice(('CV', 'CV.', 'UD', 'UD.'))} {dice.choice(phrases('firm'))} {dice.choice(phrases('luck'))}"
        )
    tail = dice.choice((
        person.call, person.call, person.call.split(" ", 1)[1], dice.choice(phrases("luck")),
        dice.choice(phrases("luck")), district, f"{dice.choice(phrases('luck'))} {district}",
    ))  # fmt: skip
    return f"{head} {tail}"


def as_written(dice, name):
    """The same name as it stands in a list: often in capitals, sometimes with a slip of the finger."""
    if dice.chance(0.04):
        name = _mistyped(dice, name)
    if dice.chance(0.16):
        return name.upper()
    return name.lower() if dice.chance(0.03) else name


def _mistyped(dice, name):
    spot = dice.randrange(1, len(name) - 1)
    if dice.chance(0.5):
        return name[:spot] + name[spot + 1 :]
    return name[:spot] + name[spot + 1] + name[spot] + name[spot + 2 :]


def address(dice, village_like):
    """A street and a number in a place."""
    number = f"No. {dice.randrange(1, 180)}"
    if dice.chance(0.3):
        number = f"RT {dice.randrange(1, 12):03d}/RW {dice.randrange(1, 8):03d}"
    return f"{dice.choice(phrases('street'))} {number}, {village_like}"
