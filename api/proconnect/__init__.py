"""Logging in by the identity provider of the State: it says who comes, and nothing of what they may do."""
