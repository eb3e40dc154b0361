"""Renderers and pages: reports made by hand (`samples`), pages read by a strict parser (`pages`)."""
