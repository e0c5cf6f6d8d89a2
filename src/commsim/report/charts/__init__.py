"""The charts, one question a file; each takes a story and gives a Matplotlib figure."""
