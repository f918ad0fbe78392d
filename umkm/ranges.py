"""Parts of a file, as players of films ask for them (RFC 9110, section 14): one range, or the whole file."""

import re

from django.http import FileResponse, HttpResponse

ONE_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
BLOCK = 64 * 1024


def in_part(request, opened, *, size, content_type, filename):
    """The file `opened` of `size` bytes, or the part of it that `request` asks for.

    416 where the part begins behind the end. Several ranges, and what cannot be read, get the whole, as the RFC allows.
    """
    wanted = _range_of(request.headers.get("Range", ""), size)
    if wanted is None:
        return _whole(opened, size, content_type, filename)
    first, last = wanted
    if first > last:
        opened.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    opened.seek(first)
    response = FileResponse(_Part(opened, last - first + 1), filename=filename, content_type=content_type, status=206)
    response["Content-Length"] = last - first + 1
    response["Content-Range"] = f"bytes {first}-{last}/{size}"
    response["Accept-Ranges"] = "bytes"
    return response


def _whole(opened, size, content_type, filename):
    response = FileResponse(opened, filename=filename, content_type=content_type)
    response["Accept-Ranges"] = "bytes"
    return response


def _range_of(header, size):
    """First and last byte, both included; None where the whole is to be sent. First > last: nothing is there."""
    found = ONE_RANGE.fullmatch(header.strip())
    if not found or found[0] == "bytes=-":
        return None
    if not found[1]:
        return max(size - int(found[2]), 0), size - 1 if int(found[2]) else -1
    first, last = int(found[1]), int(found[2] or size - 1)
    if found[2] and last < first:
        return None
    return first, min(last, size - 1)


class _Part:
    """The next `left` bytes of an opened file, as a file that can only be read."""

    def __init__(self, opened, left):
        self.opened, self.left = opened, left

    def read(self, amount=BLOCK):
        block = self.opened.read(min(amount, self.left))
        self.left -= len(block)
        return block

    def close(self):
        self.opened.close()
