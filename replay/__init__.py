"""Scenarios: a wave rehearsed under a simulated clock, and the furnished database made the same way."""
