"""The procedure of the label: pure rules, no input or output, no clock."""
