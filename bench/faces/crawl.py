"""Every kind of page a person can reach by links, and by the addresses that need nothing filled in."""

from collections import Counter, deque
from dataclasses import dataclass
from urllib.parse import parse_qs, urldefrag, urljoin, urlsplit

from django.urls import NoReverseMatch, Resolver404, get_resolver, resolve, reverse
from lxml import html
from people import URL

SAMPLES = 2
"""Pages of one kind that are looked at for each person; with a filter in the address, one."""
NOT_PAGES = ("/static/", "/api/v1/", "/metrics", "/admin/jsi18n/", "/akun/email/", "/akun/confirm-email/")
"""Files and data, and pages that send a code to who merely opens them while signed in."""


@dataclass(frozen=True)
class Page:
    """One answer of the portal: who asked, where, from which page, and what came."""

    who: str
    address: str
    linked_from: str
    status: int
    kind: str
    text: str = ""


def crawl(context, who):
    """Yield each page `who` meets, the refused ones too; files and data are skipped."""
    queue, seen, samples = deque((address, "") for address in _starts()), set(), Counter()
    while queue:
        address, linked_from = queue.popleft()
        kind = kind_of(address)
        if address in seen or kind is None or samples[kind] >= _most(kind):
            continue
        seen.add(address)
        response = context.request.get(address, timeout=120_000)
        landed = response.url.removeprefix(URL)
        if landed != address and landed in seen:
            continue
        seen.add(landed)
        samples[kind] += 1
        text = response.text() if "text/html" in response.headers.get("content-type", "") else ""
        if text.strip():  # the answer to what may only be posted is empty
            yield Page(who, landed, linked_from, response.status, kind, text)
            queue.extend((link, landed) for link in links(text, landed))


def kind_of(address):
    """The name of the view behind an address, with the names of its filters; None for what is no page of ours."""
    parts = urlsplit(address)
    if parts.path.startswith(NOT_PAGES) and parts.path != "/api/v1/docs":
        return None
    try:
        name = resolve(parts.path).view_name
    except Resolver404:
        return f"unknown {parts.path}"
    if not parts.query:
        return name
    return f"{name}?" if name.startswith("admin:") else f"{name}?{','.join(sorted(parse_qs(parts.query)))}"


def links(text, address):
    """The portal's own addresses that a page links to, as written, without fragments."""
    for link in html.fromstring(text).xpath("//a/@href"):
        absolute = urldefrag(urljoin(URL + address, link)).url
        if absolute.startswith(URL + "/"):
            yield absolute.removeprefix(URL)


def _most(kind):
    return 1 if "?" in kind else SAMPLES


def _starts():
    """The home page first, then whatever address of the portal needs no argument."""
    yield "/"
    yield from sorted(_without_arguments(get_resolver(), ""))


def _without_arguments(resolver, space):
    for name in resolver.reverse_dict:
        if isinstance(name, str):
            try:
                yield reverse(space + name)
            except NoReverseMatch:
                continue
    for name, (_prefix, below) in resolver.namespace_dict.items():
        yield from _without_arguments(below, f"{space}{name}:")
