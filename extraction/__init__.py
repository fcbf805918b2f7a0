"""Pure functions from the bytes of a page to an Article: no network, no database, no clock."""

from extraction.article import Article
from extraction.extract import Extraction, FetchedPage, SiteRules, extract
from extraction.layouts import Layout

__all__ = ["Article", "Extraction", "FetchedPage", "Layout", "SiteRules", "extract"]
