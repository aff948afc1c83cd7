"""What each act changes in the facts of an application, by phase."""
