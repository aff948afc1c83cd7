"""The pages of the console: lists, objects with a life, acts by form, and what the service does by itself."""
