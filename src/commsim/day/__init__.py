"""The mechanisms of a day, in the order in which it happens; `plan.py` lists them."""
