"""How quantities of raw material are written."""


def measured(quantity, unit):
    """A quantity with its unit, as people write it: `120 kg`, `0,5 liter`."""
    number = f"{quantity:f}"
    if "." in number:
        number = number.rstrip("0").rstrip(".").replace(".", ",")
    return f"{number} {unit}"
