"""The applicants' desk: my page, the file section by section, the joint presentation, answers, reports."""
