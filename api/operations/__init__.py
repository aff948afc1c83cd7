"""How the service itself is doing, for those who run it: what ran, what waits, what was missed, and the proof."""
