"""Letters before they leave: what will be sent, what is held back or cancelled, and what a moved date changes."""
