"""Letters: composed from what the rules say is owed, rendered in French, posted by SMTP."""
