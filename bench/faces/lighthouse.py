"""Lighthouse on the main pages of the portal that `make run` serves: `make lighthouse`.

Mobile profile, Debian's Chromium. Best practices, accessibility and SEO must be 100, performance 95 or more; of several
rounds the median counts, as a busy machine only ever slows a page. Exits 1 when a page falls short.
"""

import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

from people import URL, VISITOR, chromium, opened_by

TOOLS = Path(os.environ["NODE_TOOLS"])
LIGHTHOUSE = TOOLS / "node_modules" / "lighthouse" / "cli" / "index.js"
LEAST = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
ROUNDS = int(os.environ.get("ROUNDS", "3"))


def main():
    """Print one line a page; return the exit status."""
    worst = 0
    with chromium() as browser:
        addresses = _addresses(browser)
        cookie = _cookie(browser, "pemilik")
    print("| page | " + " | ".join(LEAST) + " |\n| --- | " + " | ".join("---:" for _ in LEAST) + " |")
    for name, address, is_private in addresses:
        scores, lost = measure(name, address, cookie if is_private else None)
        print(f"| {name} | " + " | ".join(str(scores[category]) for category in LEAST) + " |", flush=True)
        for category, titles in lost.items():
            print(f"    {category}: {'; '.join(titles)}", file=sys.stderr)
        worst = max(worst, *(scores[category] < least for category, least in LEAST.items()))
    return int(worst)


def measure(name, address, cookie):
    """`({category: median score}, {category: titles of what cost points})` of one page."""
    rounds = [_round(TOOLS / f"lighthouse-{name.replace(' ', '-')}.json", address, cookie) for _ in range(ROUNDS)]
    scores = {
        category: round(statistics.median(100 * report["categories"][category]["score"] for report in rounds))
        for category in LEAST
    }
    short = [category for category, least in LEAST.items() if scores[category] < least]
    return scores, {category: _what_costs(rounds[-1], category) for category in short}


def _round(file, address, cookie):
    flags = "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage"
    command = ["node", LIGHTHOUSE, URL + address, f"--chrome-flags={flags}", "--quiet"]
    command += ["--output=json", f"--output-path={file}", f"--only-categories={','.join(LEAST)}"]
    if cookie:
        # A page behind the sign-in rightly asks search engines to stay away.
        command += [f"--extra-headers={json.dumps({'Cookie': cookie})}", "--skip-audits=is-crawlable"]
    environment = {**os.environ, "CHROME_PATH": os.environ["CHROMIUM"]}
    _run_again_when_chromium_was_late(command, environment)
    return json.loads(file.read_text())


def _run_again_when_chromium_was_late(command, environment):
    """Lighthouse asks for another try when the browser reported no beginning of the page (NO_NAVSTART)."""
    for is_last in (False, False, True):
        if (
            subprocess.run(command, env=environment, check=is_last, timeout=300, stdout=subprocess.DEVNULL).returncode
            == 0
        ):
            return


def _what_costs(report, category):
    audits = [(ref["weight"], report["audits"][ref["id"]]) for ref in report["categories"][category]["auditRefs"]]
    lost = [audit for weight, audit in audits if weight and audit["score"] is not None and audit["score"] < 0.9]
    return [f"{audit['title']} {audit.get('displayValue', '')}".strip() for audit in lost]


def _addresses(browser):
    """The seven pages the portal is judged by."""
    package = _first_link(browser, VISITOR, "/paket/?keadaan=SERVED", "/paket/5")
    product = _first_link(browser, VISITOR, "/pemasok/", "/pemasok/usaha/")
    desk = _first_link(browser, "pemilik", "/usaha/", "/usaha/")
    return [
        ("home", "/", False),
        ("search", "/pemasok/?q=keripik", False),
        ("product", product, False),
        ("package", package, False),
        ("dashboard", "/dasbor/", False),
        ("register", "/daftar/", False),
        ("owner's desk", desk, True),
    ]


def _first_link(browser, who, address, beginning):
    """Where the first such link in the page's content leads, or where the page itself led on to."""
    context = opened_by(browser, who)
    page = context.new_page()
    page.goto(address)
    links = page.locator("main a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    landed = page.url.removeprefix(URL)
    context.close()
    if landed != address:
        return landed
    return next(link for link in links if link and link.startswith(beginning) and link != beginning)


def _cookie(browser, who):
    context = opened_by(browser, who)
    cookie = "; ".join(f"{one['name']}={one['value']}" for one in context.cookies())
    context.close()
    return cookie


if __name__ == "__main__":
    sys.exit(main())
