"""Pages in a real browser (marker `web`)."""
