"""Calendars that people subscribe to, under private addresses that they may revoke."""
