"""robots.txt: as much of it is parsed as RFC 9309 asks for."""

from collections.abc import Iterable, Iterator
from typing import Self

from scrapy.crawler import Crawler
from scrapy.robotstxt import ProtegoRobotParser, decode_robotstxt

MAX_BYTES = 500 * 1024
"""What RFC 9309 (2.5) asks a crawler to parse at least."""
MAX_COST = 500_000
"""How many rules are kept: Protego keeps one of a group once for each user agent of the group."""


class BoundedRobotParser(ProtegoRobotParser):
    """Scrapy's own parser, for the beginning of a file that would take too much memory."""

    @classmethod
    def from_crawler(cls, crawler: Crawler, robotstxt_body: bytes) -> Self:
        """Parse a robots.txt, and note it if some of it is left out."""
        body = beginning(robotstxt_body)
        if body is not robotstxt_body:
            what = "a robots.txt is too long: only the rules at its beginning are obeyed"
            crawler.spider.run.remarks[what] += 1  # type: ignore[union-attr]
        return super().from_crawler(crawler, body)


def beginning(body: bytes) -> bytes:
    """Return the lines of a robots.txt that are parsed: all of it, unless it is too long."""
    lines = decode_robotstxt(body[:MAX_BYTES], None).splitlines(keepends=True)
    if len(body) > MAX_BYTES and lines:
        lines.pop()  # a part of a rule can forbid more than the rule does
    kept = list(_affordable(lines))
    whole = len(body) <= MAX_BYTES and len(kept) == len(lines)
    return body if whole else "".join(kept).encode()


def _affordable(lines: Iterable[str]) -> Iterator[str]:
    cost = agents = 0
    begins_group = True
    for line in lines:
        directive = line.partition("#")[0].strip().lower()
        if directive.startswith("user"):
            agents = 1 if begins_group else agents + 1
            begins_group = False
        elif directive.startswith(("allow", "disallow")) and ":" in directive:
            begins_group = True  # with the next user agent; no other line is sure to end a group
        cost += max(agents, 1)
        if cost > MAX_COST:
            return
        yield line
