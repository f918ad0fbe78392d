"""Link waiting certificates to holders that have come into the register since; run it after `import_businesses`."""

from django.core.management.base import BaseCommand
from django.utils.translation import ngettext

from certification.services import link_waiting_holders


class Command(BaseCommand):
    """`link_holders`; prints how many certificates found their holder."""

    help = __doc__

    def handle(self, *args, **options):
        """One call of the service."""
        linked = link_waiting_holders()
        self.stdout.write(
            ngettext(
                "%(count)s sertifikat menemukan pemegangnya.", "%(count)s sertifikat menemukan pemegangnya.", linked
            )
            % {"count": linked}
        )
