"""Dates where Django itself writes them, as the portal writes them everywhere."""
