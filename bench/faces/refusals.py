"""The pages for what goes wrong: each brought about, or drawn from its template where that would do harm."""

from contextlib import contextmanager
from datetime import timedelta

from crawl import Page
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from forms import FORMS
from look import LOOKS, violations
from people import DOMAIN, VISITOR, opened_by
from scripts import SEND, WIDEST

from tkdnportal import maintenance
from umkm.models import Membership

CHECKS = ("refusals",)
DRAWN = {400: "400.html", 429: "429.html", 500: "500.html"}
"""Brought about, these would shut the door on whoever looks next."""


def refusals(browser):
    """Yield `(fault or None, answer or None)` for each of those pages, as `forms.send_empty` does."""
    for who, bring_about, status in _cases():
        context = opened_by(browser, who)
        tab = context.new_page()
        with bring_about(tab) as answer:
            here = f"{who}: {answer.status} {answer.url}"
            if answer.status != status:
                yield ("refusals", f"answers {answer.status} instead of {status}", here), None
            yield from ((fault, None) for fault in _faults(tab, here))
            yield None, Page(who, here, "", answer.status, "refusal", answer.text())
        context.close()


def _faults(tab, here):
    for width, scheme in LOOKS:
        tab.set_viewport_size({"width": width, "height": 900})
        tab.emulate_media(color_scheme=scheme)
        if tab.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            yield "refusals", f"scrolls sideways at {width} px", f"{here}: {tab.evaluate(WIDEST)}"
        for _axe, what, where in violations(tab, f"{width} px, {scheme}"):
            yield "refusals", f"axe: {what}", f"{here}: {where}"


def _cases():
    yield VISITOR, _opened("/tidak-ada/"), 404
    yield "pemilik", _opened("/usaha/999999999/"), 404
    yield "pemilik", _opened("/admin/"), 403
    yield "kepala", _opened("/admin/umkm/business/add/"), 403
    yield VISITOR, _sent("/masuk/", without=None), 403
    yield "pemilik", _sent(_own_data(), without=settings.SESSION_COOKIE_NAME), 200
    yield VISITOR, _closed, 503
    for status, template in DRAWN.items():
        yield VISITOR, _drawn(status, template), status


def _opened(address):
    @contextmanager
    def bring_about(tab):
        yield tab.goto(address)

    return bring_about


def _sent(address, without):
    """A form sent after a cookie was lost: the named one, or all for None."""

    @contextmanager
    def bring_about(tab):
        tab.goto(address)
        tab.context.clear_cookies(name=without)
        with tab.expect_navigation() as navigation:
            tab.locator(FORMS).first.evaluate(SEND)
        yield navigation.value

    return bring_about


def _own_data():
    owned = Membership.objects.filter(user__email=f"pemilik@{DOMAIN}").order_by("business").first()
    return reverse("umkm:data", args=[owned.business_id])


@contextmanager
def _closed(tab):
    maintenance.close(until=timezone.localtime() + timedelta(hours=1))
    try:
        yield tab.goto("/")
    finally:
        maintenance.reopen()


def _drawn(status, template):
    @contextmanager
    def bring_about(tab):
        tab.route(
            "**/galat/", lambda route: route.fulfill(status=status, content_type="text/html", body=_page(template))
        )
        yield tab.goto("/galat/")

    return bring_about


def _page(template):
    return render_to_string(template, {"until": timezone.localtime()})
