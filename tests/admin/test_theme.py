"""The desk's colours: chosen by the device, or by the switch in its header."""

import re

from django.conf import settings


def test_the_switch_and_the_device_give_the_same_dark_colours():
    style = (settings.BASE_DIR / "static" / "css" / "admin.css").read_text(encoding="utf-8")
    by_device = re.search(r"prefers-color-scheme: dark\) \{\s+:root \{(.*?)\}", style, re.DOTALL)[1]
    by_switch = re.search(r'html\[data-theme="dark"\] \{(.*?)\}', style, re.DOTALL)[1]

    assert by_device.split() == by_switch.split()
