"""Papers made by typst: PDF/A-2a and PDF/UA-1 together, the same bytes from the same facts."""
