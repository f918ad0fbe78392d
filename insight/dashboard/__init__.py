"""The overview for the head of the office and everyone: each figure is a chart, its table, and the rows behind it."""
