"""The tokens as `static/css/tokens.css` writes them, so that the page for developers cannot disagree with it."""

import re
from dataclasses import dataclass

from django.contrib.staticfiles import finders

DECLARATION = re.compile(r"--([a-z0-9-]+):\s*([^;]+);")
COLOUR = re.compile(r"#[0-9a-f]{6}")
DARK = "@media screen and (prefers-color-scheme: dark)"


@dataclass(frozen=True)
class Colour:
    """A colour token with its value in each mode; one that the dark mode leaves alone has the same in both."""

    name: str
    light: str
    dark: str


@dataclass(frozen=True)
class Size:
    """A token of space or type with its value as written."""

    name: str
    value: str

    @property
    def units(self):
        """Its length in CSS pixels of a browser's usual 16; 0 where it depends on the width of the screen."""
        rem = re.fullmatch(r"([\d.]*)rem", self.value)
        return round(float(rem[1]) * 16) if rem else 0


@dataclass(frozen=True)
class Tokens:
    """All tokens by what they are for."""

    colours: list
    spaces: list
    types: list


def tokens():
    """Every token of the style sheet."""
    with open(finders.find("css/tokens.css"), encoding="utf-8") as sheet:
        light, dark = (dict(DECLARATION.findall(part)) for part in sheet.read().split(DARK))
    colours = [Colour(name, value, dark.get(name, value)) for name, value in light.items() if COLOUR.fullmatch(value)]
    sizes = [Size(name, value) for name, value in light.items() if not COLOUR.fullmatch(value)]
    types = [size for size in sizes if size.name.startswith(("size-", "font"))]
    return Tokens(colours, [size for size in sizes if size not in types], types)
