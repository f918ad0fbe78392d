"""The public API: read only, paged, throttled, without personal data; `docs/api.md` shows how to use it."""
