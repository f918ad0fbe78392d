"""Reading the ministry's lists of certificates."""
