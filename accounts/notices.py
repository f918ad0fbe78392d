"""The terms and the personal-data notice that people accept when they sign up (UU 27/2022 Ps 21)."""

VERSION = "2026-11-24"
"""The day of the text in `templates/accounts/notice.html`; change both together, and people accept the new one."""
