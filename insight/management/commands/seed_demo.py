"""Fill an empty database with a believable Lampung: the same seed gives the same data."""

import sys

from django.core.cache import cache
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _
from tqdm import tqdm

from insight.demo import seeding


class Command(BaseCommand):
    """Demonstration data; every row is marked as such."""

    help = __doc__

    def add_arguments(self, parser):
        """How many businesses, which seed, and whether a filled database is reason to complain."""
        parser.add_argument("--businesses", type=int, default=84_000, metavar="N")
        parser.add_argument("--seed", type=int, default=2024, metavar="S")
        parser.add_argument("--if-empty", action="store_true", help="Do nothing when there is data already.")

    def handle(self, *args, **options):
        """Refuse what must not be mixed, then seed."""
        count = options["businesses"]
        if count < seeding.LEAST_BUSINESSES:
            raise CommandError(
                _("Data contoh memerlukan sedikitnya %(least)d usaha, bukan %(count)d. Naikkan --businesses.")
                % {"least": seeding.LEAST_BUSINESSES, "count": count}
            )
        with transaction.atomic():
            seeding.lock()
            refusal = self._refusal()
            if not refusal:
                self._seed(count, options["seed"])
        if refusal and not options["if_empty"]:
            raise CommandError(refusal)
        if not refusal:
            cache.clear()
            self.stdout.write(_("Data contoh siap: %(count)d usaha di Lampung.") % {"count": count})

    def _seed(self, count, seed):
        """All of it, with a progress bar on a terminal."""
        with tqdm(total=seeding.steps(count), unit=" langkah", unit_scale=True, disable=not sys.stderr.isatty()) as bar:
            seeding.seed(businesses=count, seed=seed, progress=bar.update)

    def _refusal(self):
        """Why this database cannot be filled, or nothing."""
        if seeding.holds_real_records():
            return _(
                "Basis data ini berisi catatan asli atau pengguna asli, "
                "jadi data contoh tidak dicampurkan ke dalamnya. Pakai basis data yang kosong."
            )
        if seeding.holds_demo_records():
            return _("Data contoh sudah ada di basis data ini. Untuk membuatnya ulang, pakai basis data yang kosong.")
        return ""
