"""Measurements, each a program: `python benchmarks/NAME.py --help`."""
