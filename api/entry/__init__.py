"""Who comes in, and as whom: links, sessions, persons, and what every handler asks of them."""
