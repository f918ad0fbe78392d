"""Look at every page of the portal that `make run` serves, as everyone of the demonstration: `make faces`.

Each page a person can reach is fetched and given to the W3C's Nu checker; each address is opened in Chromium once, at
phone and desktop size, light and dark, for axe, for pages wider than the screen and for complaints of the browser.
`make faces ARGS="--only markup"` (or `look`) does one half; `--who pejabat petugas` looks through fewer eyes. Exits 1
when anything is wrong.
"""

import argparse
import os
import sys
from collections import defaultdict
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tkdnportal.settings")
# Playwright's loop makes Django think it runs in async code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
django.setup()

from crawl import crawl  # noqa: E402 - Django must be set up first
from look import look_at  # noqa: E402
from markup import faults_of  # noqa: E402
from people import PEOPLE, chromium, opened_by  # noqa: E402

SHOWN = 4
"""Places named for each kind of fault."""


def main():
    """Crawl, check, print what is wrong by kind; return the exit status."""
    options = _options()
    faults = defaultdict(list)
    with chromium() as browser:
        pages = []
        for who in options.who:
            found = list(crawl(opened_by(browser, who), who))
            print(f"{who}: {len(found)} pages", flush=True)
            pages += found
        for page in pages:
            if page.linked_from and page.status >= 400:
                faults[f"a link that answers {page.status}"].append(f"{page.who} {page.address} on {page.linked_from}")
            elif page.status >= 500:
                faults[f"answers {page.status}"].append(f"{page.who} {page.address}")
        if options.only != "look":
            _check_markup(pages, faults)
        if options.only != "markup":
            _look(browser, _firsts(pages, by_kind=options.kinds), faults)
    return _tell(pages, faults)


def _options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=["markup", "look"])
    parser.add_argument("--kinds", action="store_true", help="open one address of each kind of page, not all")
    parser.add_argument("--who", nargs="+", choices=PEOPLE, default=PEOPLE, metavar="WHO")
    return parser.parse_args()


def _check_markup(pages, faults):
    folder = Path(os.environ["NODE_TOOLS"]) / "pages"
    for page, message, extract in faults_of(pages, folder):
        faults[f"markup: {message}"].append(f"{page.who} {page.address}: {extract}")


def _firsts(pages, by_kind):
    """The pages to open: each address, or each kind, as the first person who reached it."""
    found = {}
    for page in pages:
        if page.status == 200:
            found.setdefault(page.kind if by_kind else page.address, page)
    return list(found.values())


def _look(browser, pages, faults):
    for who in dict.fromkeys(page.who for page in pages):
        context = opened_by(browser, who)
        for address in (page.address for page in pages if page.who == who):
            tab = context.new_page()
            for what, where in look_at(tab, address):
                faults[what].append(f"{who} {address}: {where}")
            tab.close()
        context.close()
        print(f"{who}: looked at", flush=True)


def _tell(pages, faults):
    kinds = len({page.kind for page in pages})
    print(f"\n{len(pages)} pages of {kinds} kinds, {len({page.address for page in pages})} addresses")
    for what, places in sorted(faults.items(), key=lambda item: -len(item[1])):
        print(f"\n{len(places)} × {what}")
        for place in list(dict.fromkeys(places))[:SHOWN]:
            print(f"    {place}")
    print(f"\n{sum(map(len, faults.values()))} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
