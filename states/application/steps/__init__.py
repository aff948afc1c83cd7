"""The transitions of the application, by phase, in reading order."""
