"""What search engines may read: the public pages, not the desks, nor the check that counts who asks."""

from django.http import HttpResponse
from django.views.decorators.cache import cache_control

CLOSED = ("/admin/", "/akun/", "/usaha/", "/pengadaan/", "/meja/", "/pengingat/", "/api/", "/metrics")
LINES = ["User-agent: *", *(f"Disallow: {address}" for address in CLOSED), ""]


@cache_control(public=True, max_age=86_400)
def robots(request):
    """`/robots.txt`."""
    return HttpResponse("\n".join(LINES), content_type="text/plain; charset=utf-8")
