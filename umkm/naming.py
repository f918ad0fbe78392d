"""Names of businesses, owners and places made comparable for finding doubles.

“UD. Kripik Ibu Sari” and “KERIPIK BU SARI” become one key. The words come from `data/name_words.csv`: those `first` say
only that it is a shop or a workshop and vanish from the beginning, legal forms vanish from both `ends`, spellings are
joined at `any` place.
"""

import re
import unicodedata
from functools import cache

from umkm.words import rows

NOT_A_WORD = re.compile(r"[^a-z0-9]+")
TITLES = re.compile(r"^(?:(?:bu|ibu|pak|bapak|bpk|sdr|sdri|ny|tn|h|hj|haji|hajah|ir|dr|drs|dra)\b ?)+")
STREET_WORDS = re.compile(r"\b(?:jalan|jln|jl|gang|gg|nomor|no|rt|rw|desa|kelurahan|kel|dusun|kampung|kp)\b|\b0+(?=\d)")


def plain(text):
    """Lower-case words of plain letters and digits, one blank between."""
    ascii_only = unicodedata.normalize("NFKD", text or "").encode("ascii", "ignore").decode().lower()
    return NOT_A_WORD.sub(" ", ascii_only).strip()


def name_key(name):
    """What is left of a business's name without words that only say “shop”; the whole name when nothing is left."""
    text = _spelt(plain(name))
    return _without(_ends()[1], _without(_ends()[0], text)) or text


def owner_key(name):
    """A person's name without titles before it and degrees after a comma."""
    return TITLES.sub("", plain((name or "").split(",")[0]))


def address_key(address):
    """An address without the words every address has: `Jl. Kartini No. 05` → `kartini 5`."""
    return " ".join(STREET_WORDS.sub(" ", plain(address)).split())


def _spelt(text):
    return " ".join(_spellings().get(word, word) for word in text.split())


def _without(pattern, text):
    """`text` without what the pattern matches, again and again: `usaha dagang toko sari` → `sari`."""
    while (shorter := pattern.sub("", text).strip()) not in (text, ""):
        text = shorter
    return text


@cache
def _spellings():
    return {row["word"]: row["becomes"] for row in rows("name_words.csv") if row["at"] == "any"}


@cache
def _ends():
    """(what vanishes from the beginning, what vanishes from the end), longest first."""
    words = sorted((row for row in rows("name_words.csv") if row["at"] != "any"), key=lambda row: -len(row["word"]))
    first = "|".join(row["word"] for row in words)
    last = "|".join(row["word"] for row in words if row["at"] == "ends")
    return re.compile(rf"^(?:{first})\b"), re.compile(rf"\b(?:{last})$")
