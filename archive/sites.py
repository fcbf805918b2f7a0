"""The tables of sites and provinces."""

from collections.abc import Collection, Iterable

from sqlalchemy import update

from archive.models import SiteRow
from archive.provinces import PROVINCE_NOW
from archive.site import SiteFacts
from archive.statements import PUT_PROVINCE, PUT_SITE
from archive.writer import Change


def put_sites(sites: Iterable[SiteFacts]) -> tuple[Change, ...]:
    """Return the changes that write the rows of sites, after those of the provinces."""
    rows = [
        {
            "name": site.name,
            "title": site.title,
            "kind": site.kind,
            "province": site.province,
            "province_now": site.province_now,
            "state": site.state,
            "evidence": list(site.evidence),
            "host": site.host,
            "family": site.family,
            "last_good_crawl": None,
        }
        for site in sites
    ]
    provinces = [{"name": name, "name_now": now} for name, now in PROVINCE_NOW.items()]
    return (PUT_PROVINCE, provinces), (PUT_SITE, rows)


def others_are_dead(sites: Collection[str]) -> Change:
    """Return the change that marks all other sites as dead: they are never requested again."""
    return update(SiteRow).where(SiteRow.name.not_in(sites)).values(state="dead"), {}
