"""The sweeps: what each drains when it is due, and what it would drain."""
