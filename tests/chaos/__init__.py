"""The kill test: a house whose processes are killed at random still tells everybody, once.

``make chaos`` prints a line for each setting. See docs/benchmarks.md.
"""
