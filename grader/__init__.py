"""chainrule: an auto-graded course on the mathematics of neural networks, and the engine under it."""

__version__ = "0.1.0"
