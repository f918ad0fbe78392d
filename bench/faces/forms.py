"""Every form of a page sent empty: how it tells what is missing."""

from contextlib import suppress
from dataclasses import replace

from look import violations
from playwright.sync_api import TimeoutError
from scripts import EMPTY, SEND, SUMMARY

FORMS = "main form[method=post i], #content form[method=post i]:not(#changelist-form)"
"""All but the desk's lists, where an action without a choice is answered by a message above the list."""
CHECKS = ("forms",)


def send_empty(tab, page):
    """Yield `(fault or None, answer or None)`: what is wrong with each answer, and each answer as a page to check.

    A form that requires nothing is left alone: sent empty, it would do what it is for.
    """
    tab.goto(page.address, timeout=120_000)
    for number in range(tab.locator(FORMS).count()):
        if number:
            tab.goto(page.address, timeout=120_000)
        form = tab.locator(FORMS).nth(number)
        if form.evaluate(EMPTY):
            answer = _sent(tab, form)
            yield from ((fault, None) for fault in _faults(tab, answer))
            yield None, replace(page, address=f"{page.address} (empty form {number + 1})", text=answer.text())


def _sent(tab, form):
    with tab.expect_navigation(timeout=60_000) as navigation:
        form.evaluate(SEND)
    return navigation.value


def _faults(tab, answer):
    if answer.request.redirected_from:
        yield "forms", "an empty form is taken", tab.url
        return
    if answer.status not in (200, 400, 422):
        yield "forms", f"an empty form is answered {answer.status}", tab.url
    _wait_for_focus(tab)
    for wrong in tab.evaluate(SUMMARY):
        yield "forms", wrong.partition(": ")[0], wrong.partition(": ")[2]
    for _axe, what, where in violations(tab, "after an empty form"):
        yield "forms", f"axe: {what}", where


def _wait_for_focus(tab):
    """The browser gives the focus a frame after the page is there; where none comes, the summary says so."""
    with suppress(TimeoutError):
        tab.wait_for_function("document.activeElement !== document.body", timeout=1_000)
