"""What Chromium sees on a page: rules of access, pages wider than their screen, complaints of the browser."""

from axe_playwright_python.sync_playwright import Axe

LOOKS = ((390, "light"), (1280, "dark"))
NARROWEST = 320
"""CSS pixels: a screen of 1280 at 400 % (WCAG 2.2, 1.4.10)."""


def look_at(page, address):
    """Yield what is wrong at `address`, as (what, where); nothing when all is well."""
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.set_viewport_size({"width": LOOKS[0][0], "height": 900})
    page.goto(address, wait_until="load", timeout=120_000)
    # Before axe, which adds styles of its own.
    yield from (("browser", complaint) for complaint in list(complaints))
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        yield from _too_wide(page, width)
        yield from _violations(page, f"{width} px, {scheme}")
    page.set_viewport_size({"width": NARROWEST, "height": 900})
    yield from _too_wide(page, NARROWEST)


def _too_wide(page, width):
    found = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if found > 0:
        yield f"scrolls sideways at {width} px", page.evaluate(WIDEST) or f"by {found} px"


WIDEST = """() => [...document.querySelectorAll('body *')]
  .filter((one) => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .slice(0, 3).map((one) => one.outerHTML.slice(0, 120)).join(' | ')"""


def _violations(page, look):
    for violation in Axe().run(page).response["violations"]:
        for node in violation["nodes"][:3]:
            yield f"axe: {violation['id']}", f"{look}: {node['html'][:160]}"
