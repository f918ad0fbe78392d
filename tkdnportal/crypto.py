"""Keeping identity numbers: encrypted to read them back, hashed with a key to find them again."""

import base64
import hashlib
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class Undecryptable(Exception):
    """None of FIELD_KEYS opens the token: a key was taken out of the setting too early."""


def encrypt(text):
    """`text` as a token under the first of FIELD_KEYS; the same text gives a new token each time."""
    return _cipher(tuple(settings.FIELD_KEYS)).encrypt(text.encode()).decode()


def decrypt(token):
    """The text of a token made under any of FIELD_KEYS. Raises Undecryptable."""
    try:
        return _cipher(tuple(settings.FIELD_KEYS)).decrypt(token).decode()
    except InvalidToken as problem:
        raise Undecryptable("No key of FIELD_KEYS opens this value: put the key it was written with back.") from problem


def rotate(token):
    """The same text under the first of FIELD_KEYS, so that the older keys can be retired. Raises Undecryptable."""
    return encrypt(decrypt(token))


def keyed_hash(text):
    """64 hex digits (HMAC-SHA256 under HASH_KEY): equal texts meet, and without the key nobody can try them all."""
    return hmac.new(settings.HASH_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


@lru_cache(maxsize=8)
def _cipher(keys):
    """Keys of any length become Fernet's 32 bytes by SHA-256."""
    derived = (base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest()) for key in keys)
    return MultiFernet([Fernet(key) for key in derived])
