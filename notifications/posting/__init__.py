"""From mails to a mail server, and what came of it."""
