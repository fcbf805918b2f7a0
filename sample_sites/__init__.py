"""Look-alikes of five Vietnamese news sites, served on the loopback address.

They stand in for the real sites in demonstrations, tests and measurements.  All texts
are about invented places and people, and equal arguments give equal bytes.
"""

from sample_sites.expected import Expected
from sample_sites.newsroom import Newsroom

__all__ = ["Expected", "Newsroom"]
