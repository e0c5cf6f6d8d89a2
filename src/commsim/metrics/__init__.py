"""What is measured: each metric defined once, from the daily record of a batch of worlds."""
