"""What is asked of a page in the browser itself, from the files of `js/`."""

from pathlib import Path


def _script(name):
    return Path(__file__).with_name("js").joinpath(f"{name}.js").read_text(encoding="utf-8")


CUT_OFF = _script("cut_off")
EMPTY = _script("empty")
MOVING = _script("moving")
SEND = _script("send")
SUMMARY = _script("summary")
TELL_OF_CSP = _script("tell_of_csp")
UNREACHED = _script("unreached")
WIDEST = _script("widest")
