"""Which of the crawled pages are worth a browser: those that look different from the ones before."""

from lxml import html

MOST = 2
"""Pages of one name that are opened, of different shapes; what a third would show, its parts have shown."""


def chosen(pages):
    """One page for each name and shape, as the first person who reached it, at most `MOST` of a name."""
    found = {}
    for page in pages:
        if page.status == 200:
            found.setdefault(page.name, {}).setdefault(shape(page.text), page)
    kept = [page for shapes in found.values() for page in list(shapes.values())[:MOST]]
    return sorted(kept, key=pages.index)


def shape(text):
    """The sorts of elements in the page's content: rows more or less, and other words, make no other shape."""
    return frozenset(
        (one.tag, one.get("class"), one.get("type")) for one in html.fromstring(text).iterfind(".//main//*")
    )
