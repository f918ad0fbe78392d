"""The roles of `docs/glossary.md`, each a Django group whose permissions are written here and nowhere else."""

from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """Stored as the group's name."""

    OWNER = "pemilik", _("pemilik usaha")
    HELPER = "pendamping", _("pendamping")
    STAFF = "petugas", _("petugas Dinas")
    OFFICER = "pejabat pengadaan", _("pejabat pengadaan")
    HEAD = "kepala bidang", _("kepala bidang")


STAFF_APPS = ("umkm", "certification", "procurement")
"""Staff keep the register: they see, add and change everything in these apps; deleting stays with administrators."""


def sync_roles(sender=None, using="default", **kwargs):
    """Create the groups and give each exactly its permissions; runs after every migration."""
    from django.contrib.auth.models import Group, Permission

    wanted = {
        Role.STAFF: Q(content_type__app_label__in=STAFF_APPS) & ~Q(codename__startswith="delete_"),
        Role.HEAD: Q(content_type__app_label__in=STAFF_APPS, codename__startswith="view_"),
    }
    for role in Role:
        group, _created = Group.objects.using(using).get_or_create(name=role.value)
        allowed = wanted.get(role)
        permissions = Permission.objects.using(using).filter(allowed) if allowed else ()
        group.permissions.set(permissions)
