"""The stages that a page goes through, in order: extract, classify, deduplicate, store."""
