"""Replicas of Vietnamese news sites, served on the loopback address.

They replace the real sites in demos, tests and benchmarks. All texts are about invented places and
people. Equal arguments produce equal bytes.
"""

from sample_sites.expected import Expected
from sample_sites.newsroom import ALL_NAMES, DEAD_NAMES, NIGHTS, SITE_NAMES, Newsroom

__all__ = ["ALL_NAMES", "DEAD_NAMES", "NIGHTS", "SITE_NAMES", "Expected", "Newsroom"]
