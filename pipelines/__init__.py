"""The stages of a visit: capture, extract, classify, deduplicate, store."""
