"""The REST interface: the same objects, words and acts as the pages, as JSON."""
