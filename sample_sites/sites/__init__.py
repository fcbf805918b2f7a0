"""The sites, in the order in which the newsroom builds them."""

from sample_sites.sites import baobackan, baoninhbinh, binhdinh_dcs, nbtv, nghean_dcs
from sample_sites.sites.base import Site
from sample_sites.sites.look_alikes import LOOK_ALIKES

FIRST_SITES: tuple[Site, ...] = (
    baoninhbinh.SITE,
    nbtv.SITE,
    nghean_dcs.SITE,
    binhdinh_dcs.SITE,
    baobackan.SITE,
)
"""Those of the first five articles: each has some forty, and every difficulty."""

SITES: tuple[Site, ...] = (*FIRST_SITES, *LOOK_ALIKES)
