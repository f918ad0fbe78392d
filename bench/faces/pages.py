"""Look at every page of the portal that `make run` serves, as everyone of the demonstration: `make faces`.

Every kind of page that a person can reach is fetched and given to the W3C's Nu checker; each shape of it is opened in
Chromium for axe, for what does not fit and for complaints; its forms are sent empty; names of addresses that nobody
met are listed. `make faces ARGS="--role petugas --only axe width"` does a part. Exits 1 when anything is wrong.
"""

import argparse
import os
import sys
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tkdnportal.settings")
# Playwright's loop makes Django think it runs in async code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
django.setup()

import forms  # noqa: E402 - Django must be set up first
import look  # noqa: E402
import refusals  # noqa: E402
from crawl import Crawl  # noqa: E402
from markup import faults_of  # noqa: E402
from names import all_names, unmet  # noqa: E402
from people import PEOPLE, chromium, opened_by  # noqa: E402
from playwright.sync_api import Error as PlaywrightError  # noqa: E402
from report import Report  # noqa: E402
from shapes import chosen  # noqa: E402

CHECKS = ("status", "names", "nu", *look.CHECKS, *forms.CHECKS, *refusals.CHECKS)


def main():
    """Crawl, check, print what is wrong by kind; return the exit status."""
    options = _options()
    report = Report(options.shown)
    with chromium() as browser:
        pages = [page for who in options.role for page in _crawled(browser, who, options, report)]
        answers = [page for page in pages if page.text]
        opened = chosen(answers)
        if set(options.only) & {*look.CHECKS, *forms.CHECKS}:
            answers += _opened(browser, opened, options.only, report)
        if "refusals" in options.only:
            answers += _gathered(refusals.refusals(browser), "refusals", "", report)
    if "nu" in options.only:
        _check_markup(answers, report)
    if "names" in options.only and options.role == PEOPLE and not options.under:
        _check_names(pages, report)
    return report.tell(pages, opened)


def _options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", choices=CHECKS, default=CHECKS, metavar="CHECK", help=", ".join(CHECKS))
    parser.add_argument("--role", nargs="+", choices=PEOPLE, default=PEOPLE, metavar="WHO", help=", ".join(PEOPLE))
    parser.add_argument("--under", default="", metavar="/PATH/", help="keep only pages below this address")
    parser.add_argument("--shown", type=int, default=4, metavar="N", help="places named for each kind of fault")
    return parser.parse_args()


def _crawled(browser, who, options, report):
    context = opened_by(browser, who)
    found = [page for page in Crawl(context, who).pages() if page.address.startswith(options.under)]
    context.close()
    print(f"{who}: {len(found)} addresses", flush=True)
    for page in found:
        report.looked("status")
        if page.status >= 500 or (page.status >= 400 and page.linked_from):
            report.fault("status", f"answers {page.status}", f"{who} {page.address} linked on {page.linked_from}")
    return found


def _opened(browser, pages, only, report):
    """Open the pages in Chromium; return the answers to their empty forms."""
    answers = []
    for who in dict.fromkeys(page.who for page in pages):
        context = opened_by(browser, who)
        for page in (page for page in pages if page.who == who):
            try:
                answers += _opened_one(context, page, only, report)
            except PlaywrightError as error:
                report.fault("status", "stops the browser", f"{who} {page.address}: {error.message.splitlines()[0]}")
        context.close()
        print(f"{who}: looked at", flush=True)
    return answers


def _opened_one(context, page, only, report):
    checks = [check for check in look.CHECKS if check in only]
    tab = context.new_page()
    if checks:
        for check, what, where in look.look_at(tab, page.address, checks):
            report.fault(check, what, f"{page.who} {page.address}: {where}")
        report.looked(*checks)
    answers = []
    if "forms" in only:
        answers = _gathered(forms.send_empty(tab, page), "forms", f"{page.who} {page.address}: ", report)
    tab.close()
    return answers


def _gathered(found, check, here, report):
    """The answers among what was found; what is wrong goes to the report."""
    answers = []
    for fault, answer in found:
        if fault:
            report.fault(fault[0], fault[1], here + fault[2])
        else:
            report.looked(check)
            answers.append(answer)
    return answers


def _check_markup(pages, report):
    report.looked(*["nu"] * len(pages))
    for page, message, extract in faults_of(pages, Path(os.environ["NODE_TOOLS"]) / "pages"):
        report.fault("nu", message, f"{page.who} {page.address}: {extract}")


def _check_names(pages, report):
    report.looked(*["names"] * len(set(all_names())))
    print("\nNever met:")
    for name, reason in unmet(pages):
        print(f"    {name}: {reason or 'UNKNOWN'}")
        if not reason:
            report.fault("names", "a page that nobody met", name)


if __name__ == "__main__":
    sys.exit(main())
