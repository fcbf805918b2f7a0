"""The page of all provinces is written from the cards."""

from archive.provinces import PROVINCE_NOW
from sites.card import ACTIVE
from sites.coverage import PAGE, coverage
from sites.loading import load_sites

from .gosim import GoSim

SITES = load_sites()


def test_the_page_is_that_of_the_cards() -> None:
    written = PAGE.read_text("utf-8")
    assert written == coverage(SITES.values()), "write it with `python -m sites.coverage`"


def test_every_province_and_every_site_is_on_the_page() -> None:
    page = coverage(SITES.values())
    for province in PROVINCE_NOW.values():
        assert page.count(f"\n## {province}\n") == 1
    for site in SITES.values():
        assert page.count(f"(`{site.name}`)") == 1
    papers = [site for site in SITES.values() if site.kind == "newspaper"]
    active = sum(site.state == ACTIVE for site in papers)
    assert f"| newspaper (báo) | {len(papers)} | {active} |" in page


def test_what_is_missing_is_named() -> None:
    unknown = type("Unknown", (GoSim,), {"name": "baolamkhe", "articles": {}, "kind": "party"})
    page = coverage([GoSim, unknown])
    section = page[page.index("\n## Thái Nguyên\n") : page.index("\n## Thanh Hóa\n")]
    what, hosts = "newspaper | Bắc Kạn", "baogosim.example, gosim.example"
    rest = f"{what} | {hosts} | own | active | text alone, 2026-11 |"
    assert f"| Báo Gò Sim (`baogosim`) | {rest}" in section
    assert (
        "Missing: newspaper of Thái Nguyên; broadcaster of Bắc Kạn, Thái Nguyên; "
        "party of Thái Nguyên; front of Bắc Kạn, Thái Nguyên; "
        "the addresses of articles of baolamkhe."
    ) in section
