"""Simulated nights of the sample newsroom, with troubles, and what must come of them."""
