"""Charts the server draws: pure functions from numbers to places in an SVG. Words and colours belong to templates."""
