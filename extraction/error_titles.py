"""Titles of the errors that servers send instead of an article, with status 200.

To add one, add it to the table and an example to `tests/test_error_titles.py`. A title counts only
as a whole. Notices such as those of maintenance have other titles on each site: what several pages
show is judged in `archive/site_wide.py`.
"""

import re

from extraction.text import comparable, strip_diacritics

_PAGE = "(?:trang(?: web)?|bai(?: viet)?|tin(?: bai)?|noi dung|duong dan|lien ket)"
_WANTED = (
    "(?: (?:ma )?(?:ban|quy vi)(?: dang| muon| can)? (?:tim(?: kiem)?|yeu cau|truy cap)| nay)?"
)
# In lower case, without diacritics and punctuation.
_TITLE = re.compile(
    rf"(?:rat tiec |xin loi |loi |404 |loi 404 )?khong tim thay {_PAGE}{_WANTED}"
    rf"|(?:rat tiec |xin loi |loi |404 |loi 404 )?{_PAGE}{_WANTED}"
    r" khong (?:(?:con )?ton tai|(?:duoc )?tim thay)(?: hoac da bi (?:xoa|go)(?: bo)?)?"
    r"|(?:(?:this|your) )?account (?:has been )?suspended"
    r"|(?:(?:error|http|loi) )?404(?: error)?(?: (?:page |file )?not found)?|page not found"
    r"|(?:(?:error|http) )?403(?: forbidden)?"
    r"|(?:(?:error|http) )?(?:50[0234] )?(?:internal server error|bad gateway"
    r"|service (?:temporarily )?unavailable|gateway time ?out)"
    r"|server error in .{0,40}application|runtime error"
    r"|object reference not set to an instance of an object|the resource cannot be found"
    r"|error establishing a database connection",
)


def is_error_title(title: str) -> bool:
    """Return whether a title is that of an error of the server, and nothing else."""
    return _TITLE.fullmatch(strip_diacritics(comparable(title))) is not None
