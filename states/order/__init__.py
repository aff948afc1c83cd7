"""The joint order: one act, several applications, one signature per required office."""
