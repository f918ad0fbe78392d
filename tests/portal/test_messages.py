"""The translation tools: they find every kind of marked text, and English is complete."""

from io import StringIO

from django.core.management import call_command
from django.utils import translation
from django.utils.translation import gettext

from tkdnportal.management.commands.messages import _key, gather


def test_texts_of_code_and_templates_are_gathered():
    keys = {_key(message) for message in gather()}

    assert ("", "NIB terdiri atas 13 angka.") not in keys
    assert (None, "NIB terdiri atas 13 angka.") in keys


def test_every_text_has_its_english():
    answer = StringIO()

    call_command("messages", "--check", stdout=answer)

    assert answer.getvalue().endswith("all of them in English too.\n")


def test_the_compiled_catalogue_speaks_english():
    with translation.override("en"):
        assert gettext("NIB terdiri atas 13 angka.") == "An NIB has 13 digits."
