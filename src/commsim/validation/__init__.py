"""The model against what real communities do: every fact simulated the way it was measured."""
