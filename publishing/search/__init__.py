"""The search over all articles: what a reader typed, what it means, and what it finds."""
