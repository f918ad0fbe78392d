"""`make faces` lets no page escape: each name of an address is met, or has its reason."""

from fnmatch import fnmatch
from types import SimpleNamespace

import pytest


@pytest.fixture
def faces(settings, monkeypatch):
    """The modules of bench/faces."""
    monkeypatch.syspath_prepend(str(settings.BASE_DIR / "bench" / "faces"))
    import crawl
    import names

    return SimpleNamespace(names=names, Page=crawl.Page)


def test_a_page_nobody_met_has_no_reason(faces):
    assert dict(faces.names.unmet([]))["insight:dashboard"] is None


def test_a_page_is_met_as_itself_as_a_form_and_as_a_picture(faces):
    text = '<main><form method="post" action="/usaha/7/kabar/"></form><img src="/s/abc/qr.svg" alt=""></main>'
    page = faces.Page("pemilik", "/usaha/", "", 200, "umkm:desk", text)

    ways = faces.names.ways_by_name([page])

    assert ways == {"umkm:desk": {"page"}, "procurement:follow": {"form"}, "certification:qr": {"file"}}


def test_what_refuses_everyone_is_told_apart_from_what_nobody_tried(faces):
    page = faces.Page("petugas", "/admin/umkm/document/add/", "", 403, "admin:umkm_document_add", "")

    assert dict(faces.names.unmet([page]))["admin:umkm_document_add"] == "refused to everyone who tried"


def test_every_reason_is_of_a_name_there_is(faces):
    known = set(faces.names.all_names())
    stale = [pattern for pattern in faces.names.NEVER_MET if not any(fnmatch(name, pattern) for name in known)]

    assert stale == []
