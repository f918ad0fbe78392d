"""Identity numbers: unreadable without a key, found again by their hash."""

import pytest

from tkdnportal.crypto import Undecryptable, decrypt, encrypt, keyed_hash, rotate

NIK = "1871014508900001"


def test_an_encrypted_number_is_read_back_and_is_not_in_the_token():
    token = encrypt(NIK)

    assert decrypt(token) == NIK
    assert NIK not in token


def test_the_same_number_gives_another_token_each_time():
    assert encrypt(NIK) != encrypt(NIK)


def test_a_token_of_an_older_key_is_still_read(settings):
    settings.FIELD_KEYS = ["kunci lama yang panjang"]
    token = encrypt(NIK)

    settings.FIELD_KEYS = ["kunci baru yang panjang", "kunci lama yang panjang"]

    assert decrypt(token) == NIK


def test_a_rotated_token_no_longer_needs_the_older_key(settings):
    settings.FIELD_KEYS = ["kunci lama yang panjang"]
    token = encrypt(NIK)
    settings.FIELD_KEYS = ["kunci baru yang panjang", "kunci lama yang panjang"]

    rotated = rotate(token)

    settings.FIELD_KEYS = ["kunci baru yang panjang"]
    assert decrypt(rotated) == NIK


def test_a_token_without_its_key_is_refused_with_what_to_do(settings):
    settings.FIELD_KEYS = ["kunci lama yang panjang"]
    token = encrypt(NIK)
    settings.FIELD_KEYS = ["kunci baru yang panjang"]

    with pytest.raises(Undecryptable, match="put the key it was written with back"):
        decrypt(token)


def test_equal_numbers_have_equal_hashes_of_64_hex_digits():
    assert keyed_hash(NIK) == keyed_hash(NIK)
    assert keyed_hash(NIK) != keyed_hash("1871014508900002")
    assert len(keyed_hash(NIK)) == 64


def test_the_hash_hangs_on_its_key(settings):
    with_one_key = keyed_hash(NIK)

    settings.HASH_KEY = "kunci sidik yang lain"

    assert keyed_hash(NIK) != with_one_key
