"""Every kind of page a person can reach by links, and by the addresses that can be told without following any."""

from collections import Counter, deque
from dataclasses import dataclass
from urllib.parse import parse_qs, urldefrag, urljoin, urlsplit

from django.urls import Resolver404, resolve
from lxml import html
from people import URL
from starts import addresses_for

SAMPLES = 2
"""Pages of one kind that are fetched for each person; with a filter in the address, one."""
NOT_PAGES = ("/static/", "/api/v1/", "/metrics", "/admin/jsi18n/", "/akun/email/", "/akun/confirm-email/")
"""Files and data, and pages that send a code to who merely opens them while signed in."""


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


def crawl(context, who):
    """Yield what `who` meets, the refused pages too; an address that leads on is told with status 302."""
    queue, seen, samples = deque((address, "") for address in addresses_for(who)), set(), Counter()
    while queue:
        address, linked_from = queue.popleft()
        kind = kind_of(address)
        if address in seen or kind is None or samples[kind] >= _most(kind):
            continue
        seen.add(address)
        samples[kind] += 1
        response = context.request.get(address, timeout=120_000)
        landed = response.url.removeprefix(URL)
        if landed != address:
            yield Page(who, address, linked_from, 302, kind)
            if landed in seen:
                continue
            seen.add(landed)
        is_html = "text/html" in response.headers.get("content-type", "")
        # The answer to what may only be posted is empty.
        text = response.text() if is_html and response.body().strip() else ""
        yield Page(who, landed, linked_from, response.status, kind_of(landed) or kind, text)
        queue.extend((link, landed) for link in links(text, landed))


def kind_of(address):
    """The name of the view behind an address, with the names of its filters; None for what is no page of ours."""
    parts = urlsplit(address)
    if parts.path.startswith(NOT_PAGES) and parts.path != "/api/v1/docs":
        return None
    name = name_of(parts.path) or f"unknown {parts.path}"
    if not parts.query:
        return name
    return f"{name}?" if name.startswith("admin:") else f"{name}?{','.join(sorted(parse_qs(parts.query)))}"


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


def _most(kind):
    return 1 if "?" in kind else SAMPLES
