"""A form field for files: several at once, from the camera where a phone has one, each checked by its content."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from umkm.documents import allowed_types, check

MOST_FILES = 10
"""Files of one form; more come in a second round, so that a slow network loses little."""


class FilesInput(forms.FileInput):
    """The browser's own file chooser, for several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files of one kind; its cleaned value is a list of `umkm.documents.Checked`, empty when none was sent.

    Every refused file is named, not only the first.
    """

    def __init__(self, *, kind, most=MOST_FILES, **kwargs):
        """At most `most` files, kept as `kind`."""
        kwargs.setdefault("widget", FilesInput(attrs={"accept": ",".join(allowed_types(kind))}))
        super().__init__(**kwargs)
        self.kind = kind
        self.most = most

    def clean(self, data, initial=None):
        """The checked files, in the order they were chosen."""
        uploads = data if isinstance(data, list | tuple) else [data]
        uploads = [upload for upload in uploads if upload]
        if self.required and not uploads:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(uploads) > self.most:
            message = _("Anda memilih %(count)s berkas. Kirim paling banyak %(most)s sekaligus, sisanya sesudahnya.")
            raise ValidationError(message % {"count": len(uploads), "most": self.most}, code="too_many")
        return self._checked(uploads)

    def _checked(self, uploads):
        checked, errors = [], []
        for upload in uploads:
            try:
                checked.append(check(upload, self.kind))
            except ValidationError as error:
                errors.extend(error.error_list)
        if errors:
            raise ValidationError(errors)
        return checked
