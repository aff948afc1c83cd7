"""The wave: one call for projects, from its drafting to its completion."""
