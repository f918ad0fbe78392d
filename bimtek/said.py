"""What a page says after a decision about an action."""

from django.contrib import messages
from django.utils.translation import gettext as _


def say_decided(request, outcome, is_new):
    """What was kept: the new decision, or the one somebody made before."""
    values = {
        "business": outcome.business,
        "kind": outcome.get_kind_display(),
        "result": outcome.get_result_display(),
        "by": outcome.by,
    }
    if is_new:
        messages.success(request, _("Tercatat untuk %(business)s: %(kind)s, %(result)s.") % values)
    else:
        said = _("Hari ini %(by)s sudah mencatat untuk %(business)s: %(kind)s, %(result)s. Catatan itu yang berlaku.")
        messages.warning(request, said % values)
