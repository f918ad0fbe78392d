"""Ticket codes: the key to an application's state for whoever holds the ticket, without signing in.

Fifteen signs drawn at random from thirty, about 73 bits; nothing of a person or a business is in them.
"""

import re
import secrets

SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No 0 and O, no 1, I and L, no U and V side by side in one's ear: nothing that is misread on a bad print."""
LENGTH = 15
GROUP = 5
PATTERN = rf"^[{SIGNS}]{{{LENGTH}}}$"


def new_ticket():
    """An unguessable code."""
    return "".join(secrets.choice(SIGNS) for _ in range(LENGTH))


def read_ticket(text):
    """The code in what somebody typed, in any case, with blanks and dashes; "" where it cannot be one."""
    code = re.sub(r"[\s\-–—.]", "", text).upper()
    return code if re.fullmatch(PATTERN, code) else ""


def written(code):
    """As it is printed: `K7MQ2-9XWTB-H4RZ3`."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))
