"""What will leave in the days to come, told by the rules that will send it, and what would change if a date moved."""
