"""The board, which only reads: who looks, what they may see, and the lists and pages made of it."""
