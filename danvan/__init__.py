"""The command `danvan`."""
