"""The operator: what is done today, by whom, for how much."""
