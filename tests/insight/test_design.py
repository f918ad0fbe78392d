"""The page for developers: every piece once, for staff alone."""

import pytest
from django.urls import reverse

from insight.design_page import figures

pytestmark = pytest.mark.django_db
PAGE = "/rupa/"


def test_every_chart_is_there_once():
    assert [figure.chart and figure.chart.template for figure in figures()] == [
        "insight/charts/_bars.html",
        "insight/charts/_columns.html",
        "insight/charts/_lines.html",
        "insight/charts/_tiles.html",
        None,
    ]


def test_staff_see_every_piece_under_the_name_of_its_file(client, petugas):
    client.force_login(petugas)

    page = client.get(PAGE).text

    for name in ("status", "outcome", "money", "day", "filters", "error_summary", "empty", "pager", "trail"):
        assert f"parts/{name}.html" in page


@pytest.mark.parametrize("who", [None, "pemilik", "pejabat"])
def test_others_are_asked_to_sign_in_as_staff(client, request, who):
    if who:
        client.force_login(request.getfixturevalue(who))

    answer = client.get(PAGE)

    assert answer.url == f"{reverse('admin:login')}?next={PAGE}"
