"""Texts that a hostile newspaper could print, and pages that print them."""

from html import escape

RUN = "document.documentElement.dataset.ran=1"
"""What a script does if it is run."""
TEXTS = [
    # Markup
    f"<script>{RUN}</script>",
    f"</title><script>{RUN}</script>",
    f"</script><script>{RUN}</script>",
    f"</textarea></style></select><script>{RUN}</script>",
    f"<!--<script>{RUN}</script>",
    f"]]><script>{RUN}</script>",
    f"<img src=x onerror={RUN}>",
    f"<svg onload={RUN}>",
    f"<svg><script href='data:,{RUN}'/></svg>",
    f"<math><mi xlink:href='javascript:{RUN}'>x</mi></math>",
    f'"><iframe srcdoc="<script>{RUN}</script>">',
    f"' onmouseover='{RUN}",
    f'" autofocus onfocus="{RUN}',
    f"<a href='javascript:{RUN}'>x</a> <a href='data:text/html,<script>{RUN}</script>'>y</a>",
    "<base href='https://evil.example/'>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
    f'<meta http-equiv=Content-Security-Policy content="script-src *"><script>{RUN}</script>',
    "<link rel=stylesheet href=https://evil.example/x.css><style>*{display:none}</style>",
    "<form action=https://evil.example/><button>OK",
    "<object data=https://evil.example/x>",
    "</main></body></html></article></div></section>",
    # Templates and entities
    "{{ 7*7 }}{% raw %}{# x #}",
    "${7*7} #{7*7} %(time)s %s {0}",
    "&lt;script&gt;&#60;b&#62;&amp;nbsp;",
    '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
    # Letters
    "\u202egnp.exe\u202c",
    "\u2066\u2067\u2068 abc \u2069",
    "\u200f\u200e\u061cשלום עליכם",
    "\x1b[31mđỏ\x1b[0m",
    "a\x07b\x08c\x7fd\x9be\0f",
    "một\u2028hai\u2029ba\x85bốn",
    "a" + "\u0301" * 2_000,
    "Báо Gò Ѕim: dân νận khéo",
    "\ufeff\u00ad\u2060 \ud7ff\uffff\U0001f3f3\ufe0f\u200d\U0001f308",
    # Lengths
    "x" * 20_000,
    "dài " * 1_000,
    # Other formats
    "dòng một\r\nSet-Cookie: x=1\r\n\r\n<b>",
    "}, author = {Kẻ Gian}, url = {javascript:alert(1)}} @article{khac, title={",
    "\\input{/etc/passwd} \\write18{id} % $ & # _ ^ ~",
    "x\r\nER  - \r\nTY  - NEWS\r\nTI  - bài giả",
    '", "headline": "giả", "x": "</script>',
    '=HYPERLINK("http://evil.example";"Bấm")',
    "'; DROP TABLE articles; -- \" OR 1=1",
    "../../../../etc/passwd%00.html",
]
"""Each for all fields of an article."""
PAGES = [
    f"<p onclick='{RUN}'>Gò Sim<script>{RUN}</script><style>*{{color:red}}</style>",
    "<a href='javascript:alert(1)' target=_blank>bấm</a><a href='https://evil.example/'>Sim</a>",
    "<form action=https://evil.example><input value=x><button>Gò Sim</button></form>",
    f"<img src=//evil.example/x alt='Ảnh <img src=x onerror={RUN}>' srcset='//evil.example/y 2x'>",
    "<iframe src=https://evil.example></iframe><object data=x></object><embed src=x>Gò Sim",
    "<noscript><img src=x onerror=alert(1)></noscript><svg><a xlink:href=x>x</a></svg>Gò Sim",
    "<table background=https://evil.example><td colspan=2 style='position:fixed'>Gò Sim",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'><base href=//evil.example>Sim",
    "<!--[if IE]><script>x</script><![endif]--><?php x ?>Gò Sim</main></body><script>x",
    "Gò Sim \ud800 \udfff \ufffe \uffff \0 \x9b",
    "<div " * 50 + ">Gò Sim" + "<b>" * 500,
]
"""What pages of newspapers have beside their articles."""


def a_page(number: int, text: str) -> bytes:
    """Return the page of an article on dân vận that prints a text, beside one of `PAGES`."""
    printed = escape(text)
    title = f"{printed} - Dân vận khéo ở thôn {number}"
    sentence = f"Bà con thôn {number} xã Gò Sim cùng nhau làm ba cây số đường liên thôn trong vụ."
    # Those that lead a crawl away, or are no UTF-8, are not stored.
    shown = [page for page in PAGES if "refresh" not in page and "\ud800" not in page]
    page = (
        f"<html><head><title>{title}</title></head><body><h1>{title}</h1>"
        f"<p>06/05/2023 07:{number:02}</p><div><p><b>{printed} {sentence}</b></p>"
        f"<p>{sentence} Công tác dân vận.</p><p>{printed} {sentence}</p><p>{sentence}</p></div>"
        f"{shown[number % len(shown)]}</body></html>"
    )
    return page.encode()
