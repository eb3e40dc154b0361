"""How each kind of item asks, judges and tests itself: one file a kind, one table of them."""
