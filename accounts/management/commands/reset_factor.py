"""Take away somebody's second factor at the server: for the only administrator who lost the phone."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts import factors
from accounts.models import User


class Command(BaseCommand):
    """Written down like on the desk, without a name: whoever may run this has the server."""

    help = __doc__

    def add_arguments(self, parser):
        """Whose, and why."""
        parser.add_argument("email")
        parser.add_argument("--reason", required=True)

    def handle(self, *args, email, reason, **options):
        """Exit 1 when nobody has this address."""
        user = User.objects.filter(email=email.lower()).first()
        if user is None:
            raise CommandError(_("Tidak ada pengguna dengan alamat %(email)s.") % {"email": email})
        if not reason.strip():
            raise CommandError(_('Tulis alasannya: --reason "HP hilang, datang sendiri ke kantor".'))
        factors.reset(user=user, by=None, reason=reason)
        self.stdout.write(_("Verifikasi dua langkah %(name)s dihapus.") % {"name": user})
