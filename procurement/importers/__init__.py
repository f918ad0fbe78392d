"""Packages of the procurement plan (RUP), read from files."""
