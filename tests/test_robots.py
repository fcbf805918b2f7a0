"""robots.txt: how much of it is parsed, and that it is bounded whatever the file says."""

from collections import Counter
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler import robots
from crawler.robots import MAX_BYTES, BoundedRobotParser, beginning

AGENT = "User-agent: *\n"
RULE = "Disallow: /noi-bo-{:06}\n"
ME = "danvan-archive"


def crawler() -> Any:
    return SimpleNamespace(spider=SimpleNamespace(run=SimpleNamespace(remarks=Counter())))


def filled(size: int) -> bytes:
    """Return a robots.txt of so many bytes, with a comment at its end."""
    lines = (AGENT + "".join(RULE.format(n) for n in range(size // 25))).encode()
    return lines[:size] if len(lines) > size else lines + b"#" * (size - len(lines))


def test_half_a_megabyte_is_parsed_whole() -> None:
    body = filled(MAX_BYTES)
    assert beginning(body) is body


def test_of_a_longer_file_the_whole_lines_are_parsed() -> None:
    rules = b"Disallow: /a\n" * (MAX_BYTES // 13)
    body = AGENT.encode() + rules + b"Disallow: /\n"
    kept = beginning(body)
    assert body.startswith(kept)
    assert MAX_BYTES - 13 <= len(kept) <= MAX_BYTES
    assert kept.endswith(b"\n"), "a part of a rule would forbid more than the rule"
    assert beginning(b"x" * (MAX_BYTES + 1)) == b""


def test_rules_at_the_beginning_are_obeyed_and_the_operator_is_told() -> None:
    site = crawler()
    body = b"User-agent: *\nDisallow: /noi-bo\n" + b"Allow: /a\n" * 60_000
    parser = BoundedRobotParser.from_crawler(site, body)
    assert not parser.allowed("https://gosim.example/noi-bo/1", ME)
    assert parser.allowed("https://gosim.example/bai-1", ME)
    assert site.spider.run.remarks == {
        "a robots.txt is too long: only the rules at its beginning are obeyed": 1
    }


def test_a_robots_txt_of_usual_size_is_obeyed_without_a_remark() -> None:
    site = crawler()
    bots = "".join(f"User-agent: bot{n}\n" for n in range(200))
    body = (bots + "Disallow: /\n\n" + AGENT + "Disallow: /noi-bo\n").encode()
    parser = BoundedRobotParser.from_crawler(site, body)
    assert not parser.allowed("https://gosim.example/noi-bo/1", ME)
    assert parser.allowed("https://gosim.example/bai-1", ME)
    assert not parser.allowed("https://gosim.example/bai-1", "bot7")
    assert site.spider.run.remarks == {}


def group(agents: int, rules: int, between: str = "", agent: str = "User-agent: a{}\n") -> str:
    named = between.join(agent.format(n) for n in range(agents))
    return named + "".join(f"Disallow: /{n}\n" for n in range(rules))


@pytest.mark.parametrize(
    "body",
    [
        group(1500, 1500),
        group(1500, 1500, "Sitemap: /a\n"),
        group(1500, 1500, "\n# and\n"),
        group(1500, 1500, "allowance\n"),
        group(1500, 1500, "allow#:\n"),
        group(1500, 1500, agent="useragent a{}\n"),
        group(1500, 1500, agent="\xa0User agent: a{}\x0b"),
        group(2000, 1500, agent="User-agent: a{0}\nUser-agent: a{0}\n"),
        group(3, 60_000),
    ],
    ids=["agents", "sitemaps", "comments", "words", "colons", "spellings", "separators", "twice",
         "rules"],
)  # fmt: skip
def test_the_rules_of_a_file_do_not_multiply(body: str) -> None:
    parser = BoundedRobotParser.from_crawler(crawler(), body.encode())
    rules = sum(len(rules._rules) for rules in parser.rp._user_agents.values())
    assert rules <= 500_000


@given(st.lists(st.sampled_from(
    ["User-agent: a\n", "user-agent b\r\n", "Disallow: /c\n", "Allow: /d#e\n", "\n", "#\n", "é\n",
     "Sitemap: /f\n", "\ufeff", "\x85"])))  # fmt: skip
def test_a_short_file_is_parsed_as_it_is(lines: list[str]) -> None:
    body = "".join(lines).encode()
    assert beginning(body) is body


def test_the_cost_of_a_group_is_its_user_agents_times_its_rules(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    body = group(3, 4) + group(2, 2)
    # 1 + 2 + 3 for the agents and 4 * 3 for the rules, then 1 + 2 and 2 * 2
    for cost, lines in ((25, 11), (24, 10), (18, 7), (17, 6), (1, 1)):
        monkeypatch.setattr(robots, "MAX_COST", cost)
        assert beginning(body.encode()).count(b"\n") == lines
