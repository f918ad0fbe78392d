"""Choice boxes are valid HTML also where Django's own are not: an option has words or a label, a box has an option."""

import pytest
from django import forms

from umkm.admin import admin

pytestmark = pytest.mark.django_db
CHOICES = [("", ""), ("a", "Makanan")]


def test_an_option_without_words_has_a_label():
    drawn = forms.Select(choices=CHOICES).render("kategori", "a")

    assert '<option value="" label="–"></option>' in drawn
    assert '<option value="a" selected>Makanan</option>' in drawn


@pytest.mark.parametrize(("required", "options"), [(True, 1), (False, 1)])
def test_an_empty_box_filled_by_typing_has_one_empty_option(required, options):
    from certification.models import Certificate

    field = Certificate._meta.get_field("business")
    widget = admin.widgets.AutocompleteSelect(field, admin.site)
    widget.choices = forms.ModelChoiceField(field.remote_field.model.objects.all()).choices
    widget.is_required = required

    drawn = widget.render("business", None, attrs={"required": True} if required else {})

    assert drawn.count("<option") == options
    assert '<option value=""' in drawn
