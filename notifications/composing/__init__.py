"""From owed letters to mails whose bytes no longer change."""
