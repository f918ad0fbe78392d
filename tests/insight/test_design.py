"""The page for developers: every piece once, for staff alone."""

import re

import pytest
from django.conf import settings
from django.test import RequestFactory
from django.urls import reverse
from django.utils.html import escape

from insight.design_page import figures
from insight.design_samples import parts, samples
from insight.design_tokens import Colour, Size, tokens

pytestmark = pytest.mark.django_db
PAGE = "/rupa/"
PART = re.compile(r'include "([a-z_/]+\.html)"')


def test_every_chart_is_there_once():
    assert [figure.chart and figure.chart.template for figure in figures()] == [
        "insight/charts/_bars.html",
        "insight/charts/_columns.html",
        "insight/charts/_lines.html",
        "insight/charts/_tiles.html",
        None,
    ]


def test_every_partial_is_shown_there():
    shown = {part for sample in samples() for part in PART.findall("\n".join(sample.codes))}

    assert parts() == sorted(path for path in shown if path.startswith("parts/"))


def test_the_partials_asked_about_are_those_in_the_folder():
    assert {"parts/status.html", "parts/person.html", "parts/task_list.html", "parts/answer.html"} < set(parts())


@pytest.mark.parametrize("sample", [one for one in samples() if not one.is_around], ids=lambda one: str(one.title))
def test_the_line_shown_is_the_line_drawn(client, petugas, sample):
    client.force_login(petugas)

    page = client.get(PAGE).text

    assert escape("\n".join(sample.codes)) in page
    assert sample.drawn(RequestFactory().get(PAGE)).strip() in page


def test_what_stands_around_every_page_is_named_and_not_drawn_twice(client, petugas):
    client.force_login(petugas)

    page = client.get(PAGE).text

    assert page.count('class="site-header"') == page.count('class="site-footer"') == page.count('class="trail"') == 1


def test_every_token_is_shown_with_its_values_in_both_modes(client, petugas):
    client.force_login(petugas)
    sheet = (settings.BASE_DIR / "static/css/tokens.css").read_text()

    page = client.get(PAGE).text

    found = tokens()
    names = {token.name for token in [*found.colours, *found.spaces, *found.types]}
    assert names == set(re.findall(r"^\s+--([a-z0-9-]+):", sheet, re.M))
    assert [one for one in found.colours if one.name in ("ink", "gold")] == [
        Colour("ink", "#16202e", "#e9edf2"), Colour("gold", "#d9a93a", "#d9a93a"),
    ]  # fmt: skip
    for name in names:
        assert f"var(--{name})" in page
    assert 'fill="#e9edf2"' in page


def test_a_length_is_drawn_in_pixels_and_one_that_depends_on_the_screen_is_not():
    assert (Size("space-1", ".25rem").units, Size("target", "2.75rem").units) == (4, 44)
    assert Size("size-h1", "clamp(1.6rem, 1.3rem + 1.4vw, 2.2rem)").units == 0


@pytest.mark.parametrize("who", [None, "pemilik", "pejabat"])
def test_others_are_asked_to_sign_in_as_staff(client, request, who):
    if who:
        client.force_login(request.getfixturevalue(who))

    answer = client.get(PAGE)

    assert answer.url == f"{reverse('admin:login')}?next={PAGE}"
