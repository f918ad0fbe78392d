"""How far a worker is with a file: told outside its transaction, so that a page can show it."""

from django.core.cache import cache

STEP = 1000
"""Rows between two notes; a note costs a trip to the cache."""

KEPT_SECONDS = 24 * 3600


class Progress:
    """Counts rows and notes each thousand of them; call it as an importer calls `progress`."""

    def __init__(self, run_id, total):
        """`total` rows of the file, counted before."""
        self._key, self._total, self._rows, self._noted = _key(run_id), total, 0, 0
        self._note()

    def __call__(self, rows):
        """`rows` more have been read."""
        self._rows += rows
        if self._rows - self._noted >= STEP or self._rows == self._total:
            self._note()

    def _note(self):
        self._noted = self._rows
        cache.set(self._key, (self._rows, self._total), KEPT_SECONDS)


def progress_of(run_id):
    """(rows read, rows of the file) as last noted; (0, 0) before the file is counted."""
    return cache.get(_key(run_id)) or (0, 0)


def forget_progress(run_id):
    """The next worker counts from the beginning."""
    cache.delete(_key(run_id))


def _key(run_id):
    return f"import-progress:{run_id}"
