"""Measurements, not tests: ratios within one run. ``make bench`` prints the tables."""
