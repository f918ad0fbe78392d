"""Every name an address of the portal has, and which of them a crawl has met, so that no page can be added unseen."""

from collections import defaultdict
from fnmatch import fnmatch

from crawl import POSTED, links, name_of
from django.urls import URLResolver, get_resolver
from reasons import NEVER_MET

SHOWN = "//img/@src | //link/@href | //script/@src"


def unmet(pages):
    """Yield `(name, reason)` of each name that no person's page, file, form or redirection had.

    The reason is `NEVER_MET`'s; or that everyone who tried was refused; or None, which is a fault.
    """
    ways = ways_by_name(pages)
    for name in sorted(set(all_names())):
        if not ways[name] - {"refused"}:
            yield name, "refused to everyone who tried" if ways[name] else reason_for(name)


def ways_by_name(pages):
    """How each name was met: as a page, a file, a refusal, an address that leads on, or one that a form posts to."""
    ways = defaultdict(set)
    for page in pages:
        ways[page.name].add(_way(page))
        for way, xpath in (("form", POSTED), ("file", SHOWN)):
            for address in links(page.text, page.address, xpath):
                ways[name_of(address.partition("?")[0])].add(way)
    return ways


def reason_for(name):
    """Why nobody can meet it in a crawl; None when nothing is known."""
    return next((reason for pattern, reason in NEVER_MET.items() if fnmatch(name, pattern)), None)


def all_names(resolver=None, spaces=()):
    """Names with their namespaces; the view's own where the address has none."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from all_names(pattern, (*spaces, pattern.namespace) if pattern.namespace else spaces)
        else:
            yield ":".join((*spaces, pattern.name or pattern.lookup_str))


def _way(page):
    if page.status >= 400:
        return "refused"
    if page.status >= 300:
        return "leads on"
    return "page" if page.text else "file"
