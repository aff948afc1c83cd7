"""The desk, the only writer of what has a life: load, settle, decide, write, follow."""
