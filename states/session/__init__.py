"""The session: the commission summoned, met, voting, and its minutes."""
