"""URLs in one form, hosts, and redirect targets."""

import pytest

from sites.urls import bare_host, canonical, redirect_target, web_host

HOME = "https://baogosim.example"


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("http://baogosim.example/bai", f"{HOME}/bai"),
        ("https://www.baogosim.example/bai", f"{HOME}/bai"),
        ("HTTPS://WWW.BaoGoSim.Example/Bai", f"{HOME}/Bai"),
        ("http://baogosim.example:80/bai", f"{HOME}/bai"),
        ("https://baogosim.example:443/bai", f"{HOME}/bai"),
        ("https://baogosim.example", f"{HOME}/"),
        ("https://baogosim.example?trang=2", f"{HOME}/?trang=2"),
        ("https://baogosim.example/bai/", f"{HOME}/bai/"),
        ("https://baogosim.example/bai#binh-luan", f"{HOME}/bai"),
        ("https://baogosim.example/dân-vận", f"{HOME}/d%C3%A2n-v%E1%BA%ADn"),
        ("https://baogosim.example/d%C3%A2n-v%E1%BA%ADn", f"{HOME}/d%C3%A2n-v%E1%BA%ADn"),
        (f"{HOME}/s?b=2&a=1", f"{HOME}/s?b=2&a=1"),
        (f"{HOME}/s?a=1&a=2", f"{HOME}/s?a=1&a=2"),
        (f"{HOME}/s?q=", f"{HOME}/s?q="),
        (f"{HOME}/s?utm_source=a&p=2&fbclid=b#x", f"{HOME}/s?p=2"),
        ("https://wwwgosim.example/", "https://wwwgosim.example/"),
        ("https://tin.www.gosim.example/", "https://tin.www.gosim.example/"),
    ],
)
def test_one_form_of_a_url(url: str, wanted: str) -> None:
    assert canonical(url) == wanted
    assert canonical(wanted) == wanted


@pytest.mark.parametrize(
    "name",
    [
        "utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "utm_id", "fbclid",
        "gclid", "zarsrc", "zalo_id", "mc_cid", "mc_eid", "_ga", "igshid", "ref",
    ],
)  # fmt: skip
def test_a_tracking_parameter_is_left_out(name: str) -> None:
    assert canonical(f"{HOME}/bai?{name}=abc&trang=2") == f"{HOME}/bai?trang=2"
    assert canonical(f"{HOME}/bai?{name}=abc") == f"{HOME}/bai"


@pytest.mark.parametrize("name", ["id", "page", "q", "utm", "reference"])
def test_any_other_parameter_stays(name: str) -> None:
    assert canonical(f"{HOME}/bai?{name}=abc") == f"{HOME}/bai?{name}=abc"


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://baogosim.example/x", "baogosim.example"),
        ("HTTP://WWW.BaoGoSim.example:8080/x", "baogosim.example"),
        ("https://user:pass@www.baogosim.example/", "baogosim.example"),
        ("/thoi-su", ""),
        ("mailto:toasoan@baogosim.example", ""),
    ],
)
def test_the_host_of_a_url(url: str, host: str) -> None:
    assert bare_host(url) == host


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("http://www.baogosim.example/", "baogosim.example"),
        ("https://baogosim.example/", "baogosim.example"),
        ("http://baogosim.example:80/", "baogosim.example"),
        ("https://baogosim.example:443/", "baogosim.example"),
        ("http://baogosim.example:443/", None),
        ("https://baogosim.example:80/", None),
        ("https://baogosim.example:8443/", None),
        ("https://baogosim.example:0/", None),
        ("https://baogosim.example:port/", None),
        ("https://baogosim.example:65536/", None),
        ("http://[broken/", None),
        ("ftp://baogosim.example/", None),
        ("ftp://baogosim.example:80/", None),
        ("file:///etc/hostname", None),
        ("//baogosim.example/", None),
        ("/thoi-su", None),
    ],
)
def test_the_web_host_is_one_on_its_default_port(url: str, host: str | None) -> None:
    assert web_host(url) == host


@pytest.mark.parametrize(
    ("location", "wanted"),
    [
        ("/khac", f"{HOME}/khac"),
        ("khac", f"{HOME}/a/khac"),
        ("?trang=2", f"{HOME}/a/bai?trang=2"),
        ("//www.baogosim.example/khac", "https://www.baogosim.example/khac"),
        ("http://khac.example/", "http://khac.example/"),
        ("/dân vận", f"{HOME}/d%C3%A2n%20v%E1%BA%ADn"),
        ("", None),
        (None, None),
        ("http://[broken/", None),
    ],
)
def test_the_target_of_a_redirect(location: str | None, wanted: str | None) -> None:
    assert redirect_target(f"{HOME}/a/bai", location) == wanted
