"""Captures read again: import, recovery of an interrupted run, re-extraction."""
