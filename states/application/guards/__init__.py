"""Guards of the application, by phase."""
