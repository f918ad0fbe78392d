"""The owner's pages for the TKDN value and for readiness."""
