"""How things are shown: pages, forms, spreadsheets and drawings."""
