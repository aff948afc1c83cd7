"""What others read without this software: the procedure, what happened, the public register, and proof of it."""
