"""URLs in one form, hosts, and redirect targets."""

import pytest

from sites.urls import MAX_URL, bare_host, canonical, joined, redirect_target, web_host

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
        ("https://www.baogosim.example./bai", f"{HOME}/bai"),
        ("https://nguoi:mat@baogosim.example/bai", f"{HOME}/bai"),
        ("https://baogosim。example/bai", f"{HOME}/bai"),
        ("https://baogosim.example/a/../bai", f"{HOME}/bai"),
        ("https:\\\\baogosim.example\\bai", f"{HOME}/bai"),
        (f"{HOME}/tin viet", f"{HOME}/tin%20viet"),
        (f"{HOME}/ba\ni\t", f"{HOME}/bai"),
        (f"{HOME}/da\u0302n", f"{HOME}/da%CC%82n"),
        (f"{HOME}/dan\u200b", f"{HOME}/dan%E2%80%8B"),
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


@pytest.mark.parametrize(
    "path",
    [
        "/bai-1.html;jsessionid=1A2B.node1!55",
        "/bai-1.html;JSESSIONID=1A2B",
        "/bai-1.html%3Bjsessionid=1A2B",
        "/bai-1.html;sid=1;jsessionid=2",
        "/(S(abc123))/bai-1.html",
        "/(s(abc123))/bai-1.html",
        "/(X(1)S(abc123)F(x_y-z1))/bai-1.html",
        "/bai-1.html?PHPSESSID=1A2B",
        "/bai-1.html?jsessionid=1A2B",
    ],
)
def test_a_session_id_is_left_out(path: str) -> None:
    assert canonical(HOME + path) == f"{HOME}/bai-1.html"


@pytest.mark.parametrize(
    "path",
    ["/bai;trang=2.html", "/tin(so-1)/bai.html", "/(S(abc))", "/(Song)/bai.html", "/a?sid=12"],
)
def test_what_only_looks_like_a_session_id_stays(path: str) -> None:
    assert canonical(HOME + path) == HOME + path


@pytest.mark.parametrize(
    ("reference", "wanted"),
    [
        ("/bai-\n1.html", f"{HOME}/bai-1.html"),
        ("/bai\t-1\r.html ", f"{HOME}/bai-1.html"),
        ("\\tin\\1", f"{HOME}/tin/1"),
        ("https:/tin/1", f"{HOME}/tin/1"),
        ("///khac.example/1", "https://khac.example/1"),
        ("../../../1", f"{HOME}/1"),
        ("/%2e%2E/1", f"{HOME}/1"),
        ("?trang=2", f"{HOME}/a/b?trang=2"),
        ("#x", f"{HOME}/a/b#x"),
        ("https://baogosim.example\\@khac.example/", f"{HOME}/@khac.example/"),
        ("http://[dan-van", None),
        ("http://", None),
        ("//khac.example:port/", None),
        ("/\ud800", None),
    ],
)
def test_a_reference_is_read_as_by_browsers(reference: str, wanted: str | None) -> None:
    assert joined(f"{HOME}/a/b", reference) == wanted


@pytest.mark.parametrize("name", ["id", "page", "q", "utm", "reference"])
def test_any_other_parameter_stays(name: str) -> None:
    assert canonical(f"{HOME}/bai?{name}=abc") == f"{HOME}/bai?{name}=abc"


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://baogosim.example/x", "baogosim.example"),
        ("HTTP://WWW.BaoGoSim.example:8080/x", "baogosim.example"),
        ("https://user:pass@www.baogosim.example/", "baogosim.example"),
        ("https://baogosim.example./", "baogosim.example"),
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
        ("https://baogosim.example./", "baogosim.example"),
        ("https://khac.example\\@baogosim.example/", "khac.example"),
        ("https://baogosim.example@khac.example/", "khac.example"),
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


@pytest.mark.parametrize(("length", "accepted"), [(MAX_URL, True), (MAX_URL + 1, False)])
def test_a_url_has_a_limited_length(length: int, accepted: bool) -> None:
    start = "https://baogosim.example/"
    url = start + "a" * (length - len(start))
    assert (web_host(url) is not None) is accepted
    assert (joined(start, url) is not None) is accepted
    assert (redirect_target(start, url[len(start) - 1 :]) is not None) is accepted
