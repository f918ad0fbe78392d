"""Owners register their business by themselves: questions before, one question a page, and the record at the end."""
