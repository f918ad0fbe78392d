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


STAFF_APPS = ("umkm", "certification", "procurement", "bimtek")
"""Staff keep the register: they see, add and change everything in these apps; deleting, and the audit trail as a
list, stay with administrators. Of people's accounts they see only the messages that wait at the counter."""

ADMINISTRATORS_ONLY = ("disclosure", "export")
"""Who looked at personal data is for those who answer for it, not for colleagues."""


def sync_roles(sender=None, using="default", **kwargs):
    """Create the groups and give each exactly its permissions; runs after every migration."""
    from django.contrib.auth.models import Group, Permission

    _create_permissions(using)
    kept = Q(content_type__app_label__in=STAFF_APPS) & ~Q(
        content_type__model__in=[*_trail_models(), *ADMINISTRATORS_ONLY]
    )
    wanted = {
        Role.STAFF: kept & ~Q(codename__startswith="delete_") | Q(codename="view_countermessage"),
        Role.HEAD: kept & Q(codename__startswith="view_"),
    }
    for role in Role:
        group, _created = Group.objects.using(using).get_or_create(name=role.value)
        allowed = wanted.get(role)
        permissions = Permission.objects.using(using).filter(allowed) if allowed else ()
        group.permissions.set(permissions)


def _create_permissions(using):
    """Django makes an app's permissions after that app's turn, which for the later apps is after this one's."""
    from django.apps import apps
    from django.contrib.auth.management import create_permissions

    for label in ("accounts", *STAFF_APPS):
        create_permissions(apps.get_app_config(label), verbosity=0, using=using)


def _trail_models():
    """Names of the audit trail's tables: the trail shows inside each record's history, never as a list of its own."""
    import pghistory.core

    return [event_model._meta.model_name for event_model in pghistory.core.event_models()]
