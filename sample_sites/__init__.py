"""Replicas of five Vietnamese news sites, served on the loopback address.

They replace the real sites in demos, tests and benchmarks. All texts are about invented places and
people. Equal arguments produce equal bytes.
"""

from sample_sites.expected import Expected
from sample_sites.newsroom import Newsroom
from sample_sites.sites import SITES

SITE_NAMES = tuple(sorted(site.key for site in SITES))
"""The sites that the newsroom serves; there may be others in `spiders/`."""

__all__ = ["SITE_NAMES", "Expected", "Newsroom"]
