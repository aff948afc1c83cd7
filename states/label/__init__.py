"""The label: in force for a term, renewed, prolonged, or ended."""
