"""Close the portal for maintenance, open it again, or ask whether it is closed; nothing is restarted."""

from datetime import datetime, time, timedelta

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from tkdnportal import maintenance


class Command(BaseCommand):
    """`maintenance on [--until 21:30]`, `maintenance off`, `maintenance`."""

    help = __doc__
    requires_system_checks = ()

    def add_arguments(self, parser):
        """What to do, and for how long."""
        parser.add_argument("what", nargs="?", choices=["on", "off", "state"], default="state")
        parser.add_argument("--until", help="when it opens again: 21:30, or 2026-11-24 21:30 (local time)")

    def handle(self, *args, **options):
        """Do it, and say how things stand now."""
        now = timezone.localtime()
        if options["what"] == "on":
            maintenance.close(moment(options["until"], now) if options["until"] else None)
        elif options["what"] == "off":
            maintenance.reopen()
        self.stdout.write(self._state(now))

    def _state(self, now):
        if not maintenance.is_closed():
            return "The portal is open."
        until = maintenance.closed_until(now)
        return f"The portal is closed until {until:%Y-%m-%d %H:%M}." if until else "The portal is closed."


def moment(text, now):
    """The coming moment `text` names, in the time zone of `now`: a time of day, or a date with a time."""
    try:
        found = _on_the_clock(time.fromisoformat(text), now)
    except ValueError:
        found = _dated(text, now)
    if found is None or found <= now:
        raise CommandError(f"--until is “{text}”; give a moment to come, as 21:30 or 2026-11-24 21:30.")
    return found


def _on_the_clock(hour, now):
    """Today's, or tomorrow's when today's is over."""
    today = datetime.combine(now.date(), hour, tzinfo=now.tzinfo)
    return today if today > now else today + timedelta(days=1)


def _dated(text, now):
    try:
        found = parse_datetime(text)
    except ValueError:  # well formed, but no such day
        return None
    return found.replace(tzinfo=now.tzinfo) if found and found.tzinfo is None else found
