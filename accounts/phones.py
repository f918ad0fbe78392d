"""Telephone numbers people sign in with; `lokal-id` knows their structure."""

import lokal


def parse(text):
    """What `text` says about a telephone number: `valid`, `e164` (+62…), `type` (`mobile` or `landline`)."""
    return lokal.parse_phone(text)


def mobile(text):
    """`0812…`, `62812…` or `+62 812…` as `+62812…`; "" where it is no Indonesian mobile number."""
    found = parse(text)
    return found.e164 if found.valid and found.type == "mobile" else ""
