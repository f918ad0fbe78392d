"""SIINas accounts: what is known of each, the owner's guide, the office's queue, lists from a file."""
