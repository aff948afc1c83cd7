"""The states of the application, by phase: whom each awaits, until when, and how long one may sleep in it."""
