"""chainrule: an auto-graded course on the mathematics of neural networks, and the engine under it."""
