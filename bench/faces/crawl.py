"""Every kind of page a person can reach by links, and by the addresses that can be told without following any."""

from collections import Counter, deque
from dataclasses import dataclass
from functools import cache
from urllib.parse import parse_qs, urldefrag, urljoin, urlsplit

from django.urls import Resolver404, resolve
from lxml import html
from people import URL
from starts import addresses_for

SAMPLES = 2
"""Pages of one kind that are fetched for each person; with a filter in the address, one."""
HUNTED = 6
"""Further pages of a kind that are fetched, and kept only if they lead where none before led: records have states."""
NOT_PAGES = ("/static/", "/api/v1/", "/metrics", "/admin/jsi18n/", "/akun/email/", "/akun/confirm-email/")
"""Files and data, and pages that send a code to who merely opens them while signed in."""
POSTED = "//form[translate(@method, 'POST', 'post') = 'post']/@action | //button/@formaction | //input/@formaction"


@dataclass(frozen=True)
class Page:
    """One answer of the portal: who asked, where, from which page, and what came; no text when it is no page."""

    who: str
    address: str
    linked_from: str
    status: int
    kind: str
    text: str = ""

    @property
    def name(self):
        """The name of its address, whatever filters stand in it."""
        return self.kind.partition("?")[0]


class Crawl:
    """One person's way through the portal."""

    def __init__(self, context, who):
        self._context, self._who = context, who
        self._seen, self._samples = set(), Counter()
        self._later, self._names = deque(), set()

    def pages(self):
        """Yield what the person meets, the refused pages too; an address that leads on is told with status 302."""
        yield from self._follow(deque((address, "") for address in addresses_for(self._who)))
        while self._later:
            address, linked_from = self._later.popleft()
            kind = kind_of(address)
            if address not in self._seen and self._samples[kind] < SAMPLES + HUNTED:
                pages = list(self._fetched(address, linked_from, kind))
                if any(self._leads_on(page) for page in pages):
                    yield from self._kept(pages, queue := deque())
                    yield from self._follow(queue)

    def _follow(self, queue):
        while queue:
            address, linked_from = queue.popleft()
            kind = kind_of(address)
            if address in self._seen or kind is None:
                continue
            if self._samples[kind] < (1 if "?" in kind else SAMPLES):
                yield from self._kept(self._fetched(address, linked_from, kind), queue)
            elif "?" not in kind:
                self._later.append((address, linked_from))

    def _kept(self, pages, queue):
        for page in pages:
            self._names |= _names_on(page)
            queue.extend((link, page.address) for link in links(page.text, page.address))
            yield page

    def _leads_on(self, page):
        return not _names_on(page) <= self._names

    def _fetched(self, address, linked_from, kind):
        self._seen.add(address)
        self._samples[kind] += 1
        response = self._context.request.get(address, timeout=120_000)
        landed = response.url.removeprefix(URL)
        if landed != address:
            yield Page(self._who, address, linked_from, 302, kind)
            if landed in self._seen:
                return
            self._seen.add(landed)
        is_html = "text/html" in response.headers.get("content-type", "")
        # The answer to what may only be posted is empty.
        text = response.text() if is_html and response.body().strip() else ""
        yield Page(self._who, landed, linked_from, response.status, kind_of(landed) or kind, text)


def kind_of(address):
    """The name of the view behind an address, with the names of its filters; None for what is no page of ours."""
    parts = urlsplit(address)
    if parts.path.startswith(NOT_PAGES) and parts.path != "/api/v1/docs":
        return None
    name = name_of(parts.path) or f"unknown {parts.path}"
    if not parts.query:
        return name
    return f"{name}?" if name.startswith("admin:") else f"{name}?{','.join(sorted(parse_qs(parts.query)))}"


@cache
def name_of(path):
    """The name of the address with its namespaces; the view's own name where it has none; None when unknown."""
    try:
        return resolve(path).view_name
    except Resolver404:
        return None


def links(text, address, xpath="//a/@href"):
    """The portal's own addresses on a page, as written, without fragments."""
    if not text:
        return
    for link in html.fromstring(text).xpath(xpath):
        absolute = urldefrag(urljoin(URL + address, link)).url
        if absolute.startswith(URL + "/"):
            yield absolute.removeprefix(URL)


def _names_on(page):
    return {name_of(urlsplit(link).path) for link in links(page.text, page.address, f"//a/@href | {POSTED}")}
