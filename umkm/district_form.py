"""Where a kecamatan lies, as staff copy it from a map: one text with latitude and longitude."""

import re
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tkdnportal.refusals import RefusableForm, sentence_of
from umkm.distance import Point, Surroundings, kilometres
from umkm.models.places import EAST, NORTH, SOUTH, WEST

FARTHEST = 100
"""Kilometres to the nearest other kecamatan of the same kabupaten/kota; among those of Lampung 32 at most."""

_POINT = re.compile(r"([-−]?\d{1,3}(?:\.\d+)?)\s*[,;\s]\s*([-−]?\d{1,3}(?:\.\d+)?)|"
                    r"([-−]?\d{1,3},\d+)\s*[,;\s]\s*([-−]?\d{1,3},\d+)")  # fmt: skip
HUNDRED_THOUSANDTH = Decimal("0.00001")


class PointField(forms.CharField):
    """`-5.36540, 105.23710` as maps give it, or with decimal commas; (latitude, longitude) or None."""

    default_error_messages = {
        "no_point": gettext_lazy("“%(text)s” bukan titik. Salin dari peta, seperti -5.36540, 105.23710."),
    }

    def clean(self, value):
        """Two decimals with five places, in Indonesia."""
        text = super().clean(value)
        if not text:
            return None
        found = _POINT.fullmatch(text.strip(" ()"))
        if found is None:
            raise ValidationError(self.error_messages["no_point"], "no_point", {"text": text})
        latitude, longitude = (_number(part) for part in found.groups() if part)
        if not (SOUTH <= latitude <= NORTH and WEST <= longitude <= EAST):
            raise ValidationError(sentence_of("district_point_is_in_indonesia"))
        return latitude, longitude

    def prepare_value(self, value):
        """As it is to be written."""
        return f"{value[0]}, {value[1]}" if isinstance(value, tuple) else value


def _number(text):
    return Decimal(text.replace("−", "-").replace(",", ".")).quantize(HUNDRED_THOUSANDTH)


class DistrictForm(RefusableForm):
    """A kecamatan with its point; an empty one says that nobody knows where it is."""

    point = PointField(
        label=gettext_lazy("Titik"),
        required=False,
        max_length=60,
        help_text=gettext_lazy(
            "Titik tengah kecamatan: lintang, bujur. Di peta tekan lama tempatnya, lalu salin angkanya ke sini. "
            "Kosongkan bila belum diketahui."
        ),
    )

    def __init__(self, *args, **kwargs):
        """With the point that is known."""
        super().__init__(*args, **kwargs)
        known = self.instance.latitude is not None
        self.initial["point"] = (self.instance.latitude, self.instance.longitude) if known else ""

    def clean(self):
        """Near the other kecamatan of its kabupaten/kota; a slip of one figure is hundreds of kilometres."""
        cleaned = super().clean()
        point = cleaned.get("point")
        if "point" in cleaned:
            self.instance.latitude, self.instance.longitude = point or (None, None)
        if point:
            self._near_its_regency(Point(float(point[0]), float(point[1])))
        return cleaned

    def _near_its_regency(self, point):
        code = self.cleaned_data.get("code") or self.instance.code or ""
        known = Surroundings.load().points.items()
        others = [kilometres(point, other) for each, other in known if each[:5] == code[:5] and each != code]
        if others and min(others) > FARTHEST:
            far = _("Titik itu %(km)d km dari kecamatan terdekat di kabupaten/kotanya. Periksa angkanya.")
            self.add_error("point", far % {"km": min(others)})
