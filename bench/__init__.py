"""Measurements of the running app, as a browser sees it."""
