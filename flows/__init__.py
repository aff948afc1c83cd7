"""The rhythms: what runs by itself, and when."""
