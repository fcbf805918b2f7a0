"""WARC files: the ones that a crawl writes, and those of others."""
