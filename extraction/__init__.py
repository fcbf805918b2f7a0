"""Pure functions from the bytes of a page to an Article: no network, no database, no clock."""

from extraction.article import Article
from extraction.extract import explain, extract
from extraction.layouts import Layout

__all__ = ["Article", "Layout", "explain", "extract"]
