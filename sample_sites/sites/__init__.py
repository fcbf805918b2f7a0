"""The five sites, in the order in which the newsroom builds them."""

from sample_sites.sites import baobackan, baoninhbinh, binhdinh_dcs, nbtv, nghean_dcs
from sample_sites.sites.base import Site

SITES: tuple[Site, ...] = (
    baoninhbinh.SITE,
    nbtv.SITE,
    nghean_dcs.SITE,
    binhdinh_dcs.SITE,
    baobackan.SITE,
)
