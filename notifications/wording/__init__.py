"""How letters are worded: who reads them, what they may say of the facts, and their text and HTML."""
