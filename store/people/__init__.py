"""Offices, people, mandates and delegations, each change of which is an event."""
