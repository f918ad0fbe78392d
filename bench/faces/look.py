"""What Chromium sees on a page: rules of access, what does not fit, what moves, complaints of the browser."""

from axe_playwright_python.sync_playwright import Axe
from scripts import CUT_OFF, MOVING, TELL_OF_CSP, UNREACHED, WIDEST

LOOKS = ((390, "light"), (768, "light"), (1280, "dark"))
"""CSS pixels and the colours the device asks for: a phone, a tablet, a desk."""
AXE_AT = (390, 1280)
NARROWEST = 320
"""A screen of 1280 at 400 % (WCAG 2.2, 1.4.10)."""
TWICE = ((640, 100), (1280, 200))
"""Width and size of text in percent: the page at 200 %, then its text alone (WCAG 2.2, 1.4.4)."""
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
CHECKS = ("console", "csp", "axe", "width", "zoom", "motion", "keyboard")
"""What this file can tell, by name."""


def look_at(page, address, checks=CHECKS):
    """Yield what is wrong at `address`, as (check, what, where); nothing when all is well."""
    said = listen(page)
    _resize(page, *LOOKS[0])
    page.goto(address, wait_until="load", timeout=120_000)
    # Before axe, which adds styles of its own.
    yield from (fault for fault in [*said] if fault[0] in checks)
    for width, scheme in LOOKS:
        _resize(page, width, scheme)
        if "width" in checks:
            yield from _too_wide(page, "width", f"{width} px")
        if "axe" in checks and width in AXE_AT:
            yield from violations(page, f"{width} px, {scheme}")
    if "motion" in checks:
        yield from (("motion", "moves for who wants less motion", one) for one in page.evaluate(MOVING))
    if "keyboard" in checks:
        yield from (("keyboard", *one.split(": ", 1)) for one in page.evaluate(UNREACHED))
    if "width" in checks:
        _resize(page, NARROWEST)
        yield from _too_wide(page, "width", f"{NARROWEST} px")
    if "zoom" in checks:
        yield from _at_twice_the_size(page)


def listen(page):
    """A list that grows with what the browser and its policy complain of."""
    said = []
    page.add_init_script(TELL_OF_CSP)
    page.on("pageerror", lambda error: said.append(("console", "error of a script", str(error))))

    def hear(message):
        if message.type == "error":
            check = "csp" if message.text.startswith("CSP: ") else "console"
            said.append((check, "complaint of the browser", message.text))

    page.on("console", hear)
    return said


def violations(page, look):
    """Yield the faults axe finds on the page as it stands, at most three places for each rule."""
    options = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": TAGS}}
    for violation in Axe().run(page, options=options).response["violations"]:
        for node in violation["nodes"][:3]:
            yield "axe", violation["id"], f"{look}: {node['html'][:200]}"


def _at_twice_the_size(page):
    for width, percent in TWICE:
        _resize(page, width)
        page.evaluate("percent => document.documentElement.style.setProperty('font-size', percent + '%')", percent)
        how = f"{width} px, text at {percent} %"
        yield from _too_wide(page, "zoom", how)
        yield from (("zoom", f"is cut off at {how}", one) for one in page.evaluate(CUT_OFF))


def _too_wide(page, check, how):
    found = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if found > 0:
        yield check, f"scrolls sideways at {how}", page.evaluate(WIDEST) or f"by {found} px"


def _resize(page, width, scheme="light"):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
