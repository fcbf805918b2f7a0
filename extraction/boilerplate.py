"""Boilerplate: lines of a Vietnamese news page that are not its article.

To add a heading or a phrase, add a line to the tables and an example to
`tests/test_boilerplate.py`. Lines are compared in lower case, without diacritics and punctuation.
"""

import functools
import re
from itertools import islice

from lxml.html import HtmlElement

from extraction.block import Block
from extraction.counters import is_counter
from extraction.text import clean, comparable, strip_diacritics

# Headings of lists of other articles. They end an article, or begin a box inside it.
RELATED_HEADINGS = (
    r"(cac |nhung )?(tin|bai|tin bai|video|anh)( tuc| viet| anh)? "
    r"(cung|lien quan|khac|noi bat|moi|cu|da dua|duoc quan tam|(doc|xem) nhieu|tiep theo|truoc|sau)"
    r"( chuyen muc| muc| loai| chu de| su kien| tac gia| nhat| hon| do)?",
    r"(nhung |cac )?(tin|bai)( viet| tuc)? (moi|cu|da (dang|dua)( ngay)?)( hon| nhat)?|dung bo lo",
    r"(cung|trong) (chuyen muc|chu de|su kien|tac gia)( nay)?|cung (loat|tuyen) bai( \w+){0,2}",
    r"cung chuyen de( \w+){0,9}",
    r"lien quan|noi bat|tieu diem|moi nhat|tin nong|tin hot|tin moi cap nhat|duoc quan tam( nhat)?",
    r"(doc|xem) (them|tiep|nhieu|ngay)( nhat| bai khac)?",
    r"(tin|bai)( viet)? (doc|xem)( them| tiep| nhieu)",
    r"xem them (tin|bai)( \w+){0,7}|ban doc quan tam",
    r"co the ban( se)? (quan tam|thich)|ban co the quan tam|(goi y|de xuat) cho ban",
    r"(chu de|su kien|chuyen de)( noi bat)?",
    r"(most|more) (popular|read|viewed|shared)|popular( now| posts)?|trending( now)?|latest news",
    r"related( (articles?|stories|posts?|news|content|topics|links))?|recommended( for you)?",
    r"more (stories|news|on this( story)?|from( \w+){1,4}|stories like this( one)?)|see also",
    r"(read|up) (next|also)|you (may|might) also like|editors? picks?|(don t|do not) miss",
)

# Comment boxes: nothing that follows them belongs to the article.
_VOICE = "y kien|binh luan|phan hoi|thao luan|nhan xet|loi binh"
COMMENT_HEADINGS = (
    rf"({_VOICE})( ban doc| cua ban| binh luan| bai viet| facebook)?( \d*)?",
    r"binh luan (noi bat|hay nhat|moi nhat)|(loi|tieng noi|goc) ban doc|ban doc (noi|viet|gop y)",
    rf"(ban doc|doc gia) ({_VOICE})|nhap (noi dung )?({_VOICE})( \w+){{0,8}}",
    rf"\d+ ({_VOICE})|(chua|khong|hien chua) co ({_VOICE})( nao)?( cho bai( viet| nay){{1,2}})?"
    r"( (hay )?la nguoi dau tien (binh luan|gui y kien)( \w+){0,4})?",
    rf"(gui|viet|dang|them|xem|de lai|dong gop)( \w+)? ({_VOICE}|gop y)( cua ban| khac| \d+)?",
    r"((vui long|hay|xin|moi|can|phai|ban|quy vi|doc gia) ){0,3}dang (nhap|ky)"
    r"( tai khoan| thanh vien| vao( he thong)?| he thong| hoac dang (ky|nhap)){0,2}"
    rf" (de|truoc khi)( \w+){{0,4}} ({_VOICE}|gop y|danh gia|binh chon|tuong tac)( \w+){{0,6}}",
    r"(hay )?la nguoi dau tien (binh luan|gui y kien)( \w+){0,4}",
    r"dang ky nhan( ban)? tin( \w+){0,3}",
    r"tra loi huy|huy tra loi|ho (va )?ten( cua ban)?|ma (xac nhan|bao ve|captcha)",
    rf"(({_VOICE}) (\d+ )?)?\d+ \d+ ky tu( dang tai du lieu)?",
    r"toi thieu \d+ chu( \w+){0,10}|khong chua lien ket|dang tai du lieu",
    r"email cua ban se khong duoc( \w+){0,6}",
    r"cac truong (duoc )?danh dau la bat buoc|cac truong bat buoc (duoc )?danh dau",
    r"(\d+ )?(comments?|reactions|responses)( \d+)?|(leave|post|add|write) a (comment|reply)",
    r"join the (conversation|discussion)|(show|view|hide|read)( all)?( \d+)? comments",
)

# Chrome: lines that never belong to an article, wherever they are.
_REACTION = (
    "thich|yeu( thich)?|thuong( thuong)?|vui( ve)?|haha|wow|ngac nhien|bat ngo|cam dong|buon"
    "|tuc gian|phan no|gian du|dang tuc|hao hung|chia se|like|love|sad|angry"
)
_SHARE = (
    "zalo|facebook|twitter|x|linkedin|telegram|pinterest|google|youtube|tiktok|messenger|email"
    "|e mail|gui email|print|in( bai( viet)?| trang)?|chia se|share|tweet|thich|like|copy"
    "|sao chep|lien ket|link|luu( (bai|tin)( viet)?)?|theo doi|nghe|bao loi"
)
_LOAD = "(tai|download|xem)( ve| xuong| nhanh)?( may)?"
_FILE = "(tep|file|tap tin|tai lieu|van ban|phu luc|ban (day du|goc|pdf))( (am thanh|audio|video))?"
_ENDING = r" (pdf|docx?|xlsx?|pptx?|rar|zip|mp3|mp4)( \d+( \d+)? ?[km]b)?"
_ASKED = (
    "(?:(?:moi|xin|hay|vui long|ban|quy vi|quy|doc gia|ban doc|khan gia|thinh gia|va|cac) ){0,6}"
)
_HOW = "(?: nay)?(?: (?:nhu )?the nao| ra sao| (?:co )?huu ich(?: .{0,20})?)?"
_FOLLOWED = (
    "(?:(?:trang )?fan ?page(?: facebook)?|trang (?:facebook|zalo)|google news|zalo(?: oa)?|youtube"
    "|tik ?tok|telegram|viber|(?:kenh|nhom|tai khoan) (?:youtube|zalo(?: oa)?|tik ?tok|telegram"
    "|viber|facebook|whatsapp))"
)
_OWNER = (
    "(?:cua )?(?:chung toi|toa soan|bao|dai|ban|trang|cong|website|tap chi|huyen|xa|tinh|phuong|so)"
    "(?: (?!de )\\w+){0,6}"
)
_TO_GET = (
    "(?: de (?:cap nhat|nhan|xem|doc|khong bo lo|nam bat|theo doi|biet)(?: \\w+){0,3}?"
    " (?:them|thong tin|tin|tin tuc|video|bai viet|noi dung|chuong trinh|su kien)(?: \\w+){0,6}"
    "|(?: ngay| nhe| tai day)?)"
)
_PLATFORM = (
    f"(?:{_FOLLOWED}|facebook|instagram|threads|mang xa hoi"
    "|(?:cac )?(?:nen tang|kenh|trang)(?: so| mang xa hoi)?)"
)
_PLATFORMS = f"{_PLATFORM}(?:(?: va| hoac)? {_PLATFORM}){{0,6}}"
_STORE = "(?:app ?store|google play|ch play)"
# Calls to follow the newspaper, which may be whole sentences.
CALLS = (
    rf"{_ASKED}(?:(?:bam |nhan |an )?(?:theo doi|quan tam|dang ky(?: theo doi)?|ket noi voi"
    rf"|tham gia|like|thich)(?: va (?:theo doi|chia se))?) {_FOLLOWED}(?: {_OWNER})?{_TO_GET}"
    rf"|{_ASKED}theo doi {_OWNER} (?:tren|qua|tai) {_PLATFORMS}{_TO_GET}"
    rf"|{_ASKED}(?:tai|cai(?: dat)?) (?:ung dung|app)"
    r" (?:cua )?(?:bao|dai|tap chi|toa soan|chung toi)"
    rf"(?: (?!de )\w+){{0,6}}?(?: (?:tren|tu|tai) {_STORE}(?:(?: va| hoac)? {_STORE})?)?{_TO_GET}"
    rf"|{_ASKED}nhan (?:thong )?tin(?: tuc)?(?: nhanh| moi| som)?(?: nhat)? (?:qua|tren|tu|tai)"
    rf" {_FOLLOWED}(?: {_OWNER})?",
)
_RATED = "(?:diem|danh gia|xep hang|trung binh|binh chon|ratings?)"
_VOTES = "(?:binh chon|danh gia|phieu(?: bau)?|luot|votes?|ratings?|reviews?)"
CHROME = (
    rf"({_SHARE})( ({_SHARE}))*",
    r"((so )?luot (da )?(xem|doc|truy cap|dang online)( (trang|bai)( viet)?( nay)?)?"
    r"|da xem|so lan doc|xem|luot)( ?\d[\d ]*( \w+)?)?",
    r"\d[\d ]* (luot (xem|doc|truy cap)|views?)|\d+",
    r"chia se (qua|len|tren|bai viet|cho ban be|ngay)( \w+){0,3}|in bai viet( \w+){0,2}",
    rf"chia se (bai( viet)?|tin)( nay)?( (qua|len|tren|cho|voi) .{{0,100}}|( ({_SHARE}))+)?",
    r"toc do (phat|doc)( .{0,60})?|(trinh duyet|video) .{0,30}khong ho tro .{0,60}",
    r"(theo doi|quan tam)( \w+){0,12} (tren( google news)?|google news|zalo( oa)?|facebook)"
    r"( de .{0,80})?|vua xong|ip cua ban [\d ]+|(bai viet )?(nay )?(co )?huu ich( .{0,40})?",
    *CALLS,
    r"theo doi chung toi",
    r"nghe (bai viet|audio|(noi dung|doc) (bai|tin)|tin bai|noi dung)( .{0,100})?",
    r"giong (doc )?(nam|nu)( mien \w+)?( [\d ]+)?|(nam|nu) mien (bac|trung|nam)",
    r"doc (bai viet|bao in)|multimedia|(nghe|doc) (bao|bai|tin)( viet)? bang giong noi( .{0,60})?",
    rf"{_ASKED}xem (video( clip)?|clip)( ((ben |o )?duoi( day)?|sau day|tai day|o day))?",
    r"podcast|video|ban in|ung ho (tac gia|toa soan)",
    r"binh chon|danh gia cua ban|danh gia cua nguoi dung[\d ]*"
    r"|trung binh \d+( binh chon)?|\d 5 \d+ binh chon|muc luc( noi dung)?",
    r"quang cao( .{0,50}\d{3}.{0,30}| lien he| tren (web(site)?|trang)( nay)?)?|advertisement|ads"
    rf"|(quang cao )?({_ASKED}(cuon|keo|luot|vuot)( xuong| trang| tiep| man hinh){{0,2}})"
    r" de (tiep tuc )?(xem|doc)( (them|tiep|noi dung|bai|bai viet)){0,2}"
    r"|quang cao (dong|bo qua|tat)( quang cao| \d+)?"
    r"|((noi dung )?(bai( viet)?|tin|noi dung)( con)? )?(tiep tuc|(doc|xem) tiep)( hien thi)?"
    r" (sau|(ben )?duoi)( \w+)? (noi dung )?quang cao"
    r"|noi dung (quang cao|(duoc )?tai tro)|tai tro",
    r"tham do y kien|tu khoa|tags?|the tim kiem|analytic|powered by( \w+){0,5}|copyright.{0,200}",
    r"(xem )?(kich (co|thuoc) |co |tang co |giam co )chu( [at])*|a( a)*|da xem \d+ phan hoi \d+",
    r"(quay (ve|lai)|tro ve|ve)( trang( \w+){0,3}| danh sach| e magazine.{0,60})?",
    r"(ve|len) dau trang|trang chu|top|dong|huy",
    r"xem (chi tiet|tiep|them|ban in|anh lon|tat ca)( (tai )?(day|o day))?",
    r"(thong tin )?chi tiet( (bai viet|tin( tuc| bai)?|noi dung))?|doc tiep|tai ve"
    r"|thong tin bai viet|noi dung (chi tiet|bai viet)|(tin( tuc)?|bai viet|noi dung) chi tiet"
    r"|(hien thi|xuat ban) (noi dung( web)?|thong tin|tin( tuc| bai)?|bai viet)|article details?",
    rf"(({_LOAD} )?{_FILE}( tin)? dinh kem|dinh kem {_FILE})( .{{0,100}})?",
    rf"{_LOAD} {_FILE}( (nay|ve|tai day|o day|day du|\w{{2,4}}))?",
    rf"{_LOAD}( {_FILE})? .{{0,80}}{_ENDING}",
    r"phong to|thu nho|toan man hinh|bam de xem( \w+){0,3}|anh( (minh hoa )?\d+ \d+)?",
    r"cuon xuong( \w+){0,4}",
    r"danh gia|(\d )?(sao|diem)",
    rf"{_ASKED}(?:(?:danh gia|cham diem|binh chon)(?: noi dung| chat luong)? (?:tin|bai)(?: viet)?"
    rf"|(?:thay|cam thay|cam nhan|nghi gi ve) bai viet){_HOW}",
    rf"(?:{_RATED} ){{0,2}}\d(?: \d{{1,2}})? 5(?: sao)? \d[\d ]*(?: luot)? {_VOTES}",
    rf"(?:hien )?chua co(?: luot)? {_VOTES}(?: nao)?",
    r"(danh gia )?(muc do|su) hai long( cua (ban|quy vi|ong ba)( (ve|doi voi) .{1,40})?)?"
    r"( \d+)?( luot( danh gia)?)?|(rat|chua|khong|tam)? ?hai long",
    r"doc \d+ lan( sua (lan cuoi|doi)( vao| luc| ngay)? .{0,50})?|sua lan cuoi( vao| luc)? .{0,50}",
    r"(nhan|bam|an|vuot|keo)( phim| nut| chuot)?( \w+){0,5} de (chuyen|xem|phong to)( \w+){0,4}",
    r"xem (toan man hinh|anh goc|anh lon)|tai (anh goc|anh ve|anh xuong)",
    rf"(.{{0,50}} )?(?:(?:{_REACTION}) \d+ ?){{2,15}}",
    r"tong so diem cua bai viet la \d+ trong \d+ danh gia",
    r"nguon tin( (bao|ban|dai|cong|trang|ttx)( \w+){0,8})?",
    r"click (vao )?(de )?(danh gia|binh chon)( \w+){0,4}",
    r"(cap nhat|dang|gui)( lan cuoi)?( luc| ngay)?[\d ]*|multimedia doc bao in",
    r"nguoi (dang|viet|gui)|tac gia|bien tap|(viet )?boi|(viet|dang) boi (super user|\w*admin\w*)",
    r"share (this|on)( \w+){0,3}|advertisements?|sponsored( ads?| content)?|read more",
    r"(story )?continues? (reading|below)( advertisement)?|watch( the)?( video)?|subscribe( now)?",
    r"trinh duyet( cua ban)? khong ho tro( \w+){0,6}|phat|tam dung|tat tieng|\d{3,4}p",
    r"(\d \d{1,2}|[12])x|\d{1,2} \d{2}|binh thuong|quang cao ket thuc sau( \w+){0,3}",
    r"trinh phat video( dang tai)?|(vui long |hay )?(bat|kich hoat) javascript( \w+){0,6}",
    r"play( video)?|(video|audio) player|loading( the player)?"
    r"|(this is a modal window )?beginning of dialog window( .{0,80})?"
    r"|this is a modal window|end of dialog window",
    r"\d{1,2} \d{2} \d{1,2} \d{2}|\d+ (giay|phut|gio|ngay|tuan) truoc",
    r"thong ke( truy cap)?|(tong )?(so )?(luot )?truy cap( \d[\d ]*)?|dang truc tuyen( \d+)?",
    r"mau do mau xanh( \w+){0,14}|thoi tiet|lien ket( web(site)?)?|bao in|e ?magazine|rss",
)

# Headings of summaries that a machine wrote.
_AI = "(?:(?:cong nghe|cong cu|tro ly) )?(?:ai|tri tue nhan tao)"
_MACHINE = f"(?:{_AI}|gemini|chatgpt|copilot)"
_NAMES_AI = re.compile(r"AI|rí tuệ|(?i:gemini|chatgpt|copilot)")
_OF_TEXT = "(?: (?:nhanh|noi dung|bai(?: viet| bao)?|tin(?: tuc)?|y chinh)){0,3}"
_SUMMARY = re.compile(
    rf"(?:(?:noi dung|bai(?: viet)?|tin)(?: nay)? )?(?:duoc )?(?:ban )?tom (?:tat|luoc){_OF_TEXT}"
    rf"(?:(?: duoc)?(?: tao| tong hop)? (?:boi|bang|tu|voi|nho|cua))? {_MACHINE}(?: \w+){{0,3}}"
    rf"|{_MACHINE} tom (?:tat|luoc){_OF_TEXT}"
    rf"|(?:cac )?(?:diem|y|noi dung) (?:chinh|nhan|noi bat)(?: cua(?= bai| tin))?{_OF_TEXT}"
    rf"(?: do| boi)? {_AI}(?: tong hop| tom tat)?"
)

_REPLY = "(?:thich|like|tra loi|reply|chia se|bao (?:cao|vi pham))(?: \\d+)?"
_BELOW_COMMENT = re.compile(
    rf"{_REPLY}(?: {_REPLY}){{0,4}}(?: \d+ (?:phut|gio|ngay|tuan|thang|nam)(?: truoc)?)?"
)
_RELATED = re.compile("|".join(RELATED_HEADINGS))
_COMMENTS = re.compile("|".join(COMMENT_HEADINGS))
_CALLS = re.compile("|".join(CALLS))
_CHROME = re.compile("|".join(CHROME))
_CHROME_PIECE = re.compile(
    r"(?:(?:so )?luot (?:xem|doc|truy cap)|da xem|xem) [\d ]*\d|\d[\d ]* luot (?:xem|doc)"
    r"|phan hoi \d+|binh luan \d+|a(?: a)*\b|co chu|ban in|in bai(?: viet)?|facebook|zalo|twitter"
    r"|chia se|sao chep(?: lien ket)?|email|luu (?:bai|tin)(?: viet)?"
    r"|theo doi(?: chung toi)?(?: tren)?|google news|print|gui email|nghe(?: bai viet)?"
    r"|\d+ binh chon|trung binh|danh gia cua ban"
)

# Classes and ids that say what an element is.
_COMMENT_BOX = re.compile(
    r"(?:(?:js|wrap|box|list|form|area|block|section|article|detail|post|news|user|fb|facebook)[-_]*)?"
    r"(?:comments?|cmts?|binh-?luan|y-?kien(?:-ban-doc)?|phan-?hoi|disqus|respond|reactions"
    r"|comentarios?|cm(?=[-_]+(?:i|items?|list|box|wrap)(?:$|[-_])))"
    r"(?:[-_]*(?:area|lists?|box|form|wrap(?:per)?|section|container|content|block|thread|items?|i|\d))*",
    re.I,
)
_COMMENT_TAG = re.compile(r"-(?:comments?|binh-?luan|y-?kien|phan-?hoi)(?:-|$)")
_ASIDE_BOX = re.compile(
    r"(?:^|[\s_-])(?:newsletter|promo|relate[ds]?(?:-?news(?:-?box)?)?|recirc|sponsored|playlist"
    r"|disclaimer|video-resource|author-(?:bio|box|card|info|profile|description)"
    r"|star-?ratings?|ratings?"
    r"|(?:box|khung|khoi)-?danh-?gia|danh-?gia-?(?:bai-?viet|tin|sao)|binh-?chon"
    r"|chip-?(?:group|list|set)"
    r"|(?:box-?)?(?:socials?|shares?|reactions?|emotions?|cam-?xuc|series?|loat-?bai|ky-?truoc)"
    r"(?:-?(?:box|bar|list|links?|buttons?|icons?|wrap(?:per)?))?|(?:audio|video|media)-?player|tts"
    r"|(?:box-?)?(?:tin|bai)-?lien-?quan(?:-?v?\d)?|doc-?them|tin-?khac|quang-?cao)(?:$|[\s_-])"
    r"|(?:^|\s)(?:[\w-]{0,20}[_-]|lwp|simple|fixed|easy)?(?:toc|muc-?luc|table-?of-?contents?)"
    r"(?:[_-][\w-]{0,20})?(?:$|\s)"
    r"|(?:^|\s)(?:(?:box|banner|google|native|inline|inread|sticky|slot|block|khung)[-_])?"
    r"(?:ads?|adv|qc)(?:[-_][\w-]{0,30})?(?:$|\s)|(?:^|\s)box-rel(?:$|\s)"
    r"|Related(?:One|Two|Box)?News",
    re.I,
)
_TAGS = re.compile(
    r"(?:từ khóa|từ khoá|tags?|thẻ|chủ đề|chuyên mục)\s*:.{0,300}|(?:#\S[^#]{1,40}){2,}", re.I
)
# Ads, counters and what calls other articles so: no subheadings even among paragraphs.
_NO_SUBHEADING = re.compile(
    r"quang cao.*|advertisements?|ads|(?:noi dung )?(?:duoc )?tai tro|sponsored.*|read.*|see also"
    r"|(?:story )?continues?.*|(?:xem|doc|dong)(?: (?:them|tiep|ngay).*)?|(?!(?:19|20)\d\d$).*\d.*"
    rf"|{_ASKED}xem (?:video|clip).*"
    r"|(?:cac |nhung )?(?:tin|bai|video|anh|cung|trong|ban|co the|goi y|de xuat)\b.*"
    r"|(?:related|recommended|more|most|popular|trending|latest|up|you|editors?|don t|do not)\b.*"
)
# Also an entry of an announcement, unlike "Từ khóa: ...".
_TOPIC = re.compile(r"(?:thẻ|chủ đề|chuyên mục)\s*:[^#]{0,300}", re.I)
_AUTHOR_PATH = re.compile(
    r"[/?&=_-](?:authors?|tac-?gia|but-?danh|phong-?vien|nguoi-?viet|users?|profile)\b", re.I
)
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w.-]{1,64}")
_AD = re.compile(r"quảng cáo\s*:", re.I)
_BARS = re.compile(r" [|•·] ")
_FIGURES = re.compile(r"[\d.,% ]+(?:\|[\d.,% ]+)+")
_SHARE_BAR = re.compile(r"\b(?:chia se|facebook|zalo|in bai|tu khoa|tags)\b")
_FILE_NAME = re.compile(
    r"\S[^\n]{0,80}\.(?:jpe?g|png|gif|webp|bmp|(?:pdf|docx?|xlsx?|pptx?|rar|zip)"
    r"(?: ?[(\[]\d+(?:[.,]\d+)? ?[KM]B[)\]])?)",
    re.I,
)
_FILE_PATH = re.compile(r"\.(?:docx?|pdf|xlsx?|pptx?|rar|zip|odt|rtf)(?:$|[?#])", re.I)
_TO_FILE = re.compile(
    r"(?:(?:xem|doc|tai|bam|an|nhan|click)(?: vao)? )?(?:tai day|o day|day)"
    r"|tai (?:ve|xuong)(?: may)?|download|(?:xem|tai)(?: (?:toan van|chi tiet|day du))?"
    r"|(?:xem|tai) (?:file|tep(?: tin)?|van ban|tai lieu)(?: dinh kem| kem theo| tai day)?"
    r"|(?:file|tep(?: tin)?|van ban|tai lieu) (?:dinh kem|kem theo|tai day)|file"
)
_FILE_LABEL = re.compile(
    r"(?:(?:xem|tai|cac|co) )?(?:file|tep|tai lieu|van ban|phu luc)(?: tin)?"
    r" (?:dinh kem|kem theo)\b|dinh kem\b"
)
_CLICK = re.compile(
    rf"{_ASKED}(?:bam|nhan|an|click)(?: chuot)?(?: vao| tai)? day de (?:tai|xem|doc)\b"
)
_OFFER = re.compile(rf"{_ASKED}(?:xem|tai|doc|download|chi tiet|toan van)\b")
_MAX_OFFER = 150  # characters
_MAX_CHROME = 120  # characters
_MAX_HEADING = 70  # characters
_MAX_COMMENT_HEADING = 140  # characters; boxes print their rules, too
_MAX_NAME = 100  # characters of a class or an id that is looked at
_MAX_NAMES = 200  # characters of all of an element; longer ones are not kept
_MAX_LINKS = 10  # of a line
_MAX_CACHED = 4_000  # lines or names; more took memory in a long crawl
MIN_TITLE_LINK = 20
"""Characters of a link to an article; shorter links are labels."""


@functools.lru_cache(_MAX_CACHED)  # menus and headings are the same on all pages
def _key(text: str) -> str:
    return strip_diacritics(comparable(text))


def is_related_heading(text: str) -> bool:
    """Return whether a line is the heading of a list of other articles."""
    return len(text) <= _MAX_HEADING and _RELATED.fullmatch(_key(text)) is not None


def is_comment_heading(text: str) -> bool:
    """Return whether a line belongs to a comment box."""
    return len(text) <= _MAX_COMMENT_HEADING and _COMMENTS.fullmatch(_key(text)) is not None


def is_summary_heading(text: str) -> bool:
    """Return whether a line heads a summary that a machine wrote: `Tóm tắt nội dung bởi AI`."""
    return len(text) <= _MAX_HEADING and _is_short_summary_heading(text)


@functools.lru_cache(_MAX_CACHED)
def _is_short_summary_heading(text: str) -> bool:
    return _NAMES_AI.search(text) is not None and _SUMMARY.fullmatch(_key(text)) is not None


def is_below_comment(text: str) -> bool:
    """Return whether a line has the buttons below a comment: `Thích 43 Trả lời`."""
    return len(text) <= _MAX_HEADING and _BELOW_COMMENT.fullmatch(_key(text)) is not None


@functools.lru_cache(_MAX_CACHED)
def _is_short_chrome(text: str) -> bool:
    if _FILE_NAME.fullmatch(text):
        return True
    if _FIGURES.fullmatch(text):
        return False  # a row of a table
    parts = _BARS.split(text)
    return is_counter(text) or all(is_counter(p) or _is_all_chrome(_key(p)) for p in parts)


def _is_all_chrome(key: str) -> bool:
    """Return whether a key is one piece of chrome or several (`A- A+ Bản in Lượt đọc: 1.022`)."""
    if not key or _CHROME.fullmatch(key):
        return True
    left = key
    while left:
        piece = _CHROME_PIECE.match(left)
        if piece is None or not piece.group():
            return False
        left = left[piece.end() :].lstrip()
    return True


def is_chrome(text: str) -> bool:
    """Return whether a line is a counter, a share button, the label of an ad or similar."""
    if len(text) > _MAX_CHROME:
        return is_tags(text)
    return _is_short_chrome(text) or _AD.match(text) is not None or is_tags(text)


def is_call(text: str) -> bool:
    """Return whether a line calls upon readers to follow the newspaper, or to load its app."""
    return len(text) <= _MAX_CHROME and _CALLS.fullmatch(_key(text)) is not None


def is_tags(text: str) -> bool:
    """Return whether a line lists the tags or the section of an article."""
    return _TAGS.fullmatch(text) is not None


def may_be_entry(block: Block) -> bool:
    """Return whether a line like those of tags has no link, as entries of announcements."""
    return not block.link_chars and _TOPIC.fullmatch(block.text) is not None


def may_be_subheading(text: str) -> bool:
    """Return whether a line that sounds like boilerplate may be a subheading: `Đánh giá`."""
    if ends_article(text):
        return True
    is_word = is_chrome(text) or is_related_heading(text)
    return is_word and _NO_SUBHEADING.fullmatch(_key(text)) is None


def ends_article(text: str) -> bool:
    """Return whether a line is one that follows articles: a comment box, tags, a share bar."""
    if is_comment_heading(text) or is_tags(text):
        return True
    return is_chrome(text) and _SHARE_BAR.search(_key(text)) is not None


def is_comment_box(element: HtmlElement) -> bool:
    """Return whether an element's class or id calls it a comment box, or the name of its tag."""
    if "-" in element.tag and _COMMENT_TAG.search(element.tag):
        return True
    names = _names(element)
    return _short_call_comments(names) if len(names) <= _MAX_NAMES else _call_comments(names)


def _call_comments(names: str) -> bool:
    return any(len(n) <= _MAX_NAME and _COMMENT_BOX.fullmatch(n) for n in names.split())


# The elements of all pages of a site have the same names.
_short_call_comments = functools.lru_cache(_MAX_CACHED)(_call_comments)


def is_aside_box(element: HtmlElement) -> bool:
    """Return whether an element's class or id calls it a box beside the article."""
    return _ASIDE_BOX.search(_names(element)) is not None


def _names(element: HtmlElement) -> str:
    return f"{element.get('class', '')} {element.get('id', '')} {element.get('type', '')}"


def offers_file(block: Block) -> bool:
    """Return whether a line offers a file to load, with a link to it: `Tài liệu họp: tải về`.

    A sentence does only if it begins with the offer: `Xem toàn văn tại đây.`
    """
    if len(block.text) > _MAX_OFFER or not block.link_chars:
        return False
    links = islice(block.element.iter("a"), _MAX_LINKS)
    texts = [clean(a.text_content()) for a in links if _FILE_PATH.search(a.get("href", ""))]
    line, key = block.text.rstrip(" .!)…"), _key(block.text)
    if block.text.endswith((".", "!")) and not _OFFER.match(key):
        return False
    if texts and (_CLICK.match(key) or (":" in block.text and _FILE_LABEL.match(key))):
        return True
    return any(line.endswith(text) and _TO_FILE.fullmatch(_key(text)) for text in texts if text)


def author_link(block: Block) -> HtmlElement | None:
    """Return the link to the articles of an author that a line consists of, by its address.

    The author's email address may be beside it.
    """
    links = (e for e in (*block.inline, *block.element.iter("a")) if e.tag == "a")
    link = next(links, None)
    if link is None or not leads_to_author(link):
        return None
    without_email = len(_EMAIL.sub("", block.text))
    return link if block.link_chars >= 0.5 * without_email > 0 else None


def leads_to_author(link: HtmlElement) -> bool:
    """Return whether a link leads to the articles of an author, by its address."""
    return _AUTHOR_PATH.search(link.get("href", "")) is not None


def is_title_link(block: Block) -> bool:
    """Return whether a line is a link as long as the title of an article."""
    return (
        block.link_share >= 0.8
        and len(block.text) >= MIN_TITLE_LINK
        and not is_chrome(block.text)
        and has_long_link(block)
    )


def has_long_link(block: Block) -> bool:
    """Return whether a link of a line is as long as a title; links to authors are shorter.

    A button is none: `Theo dõi Báo Gò Sim trên Google News`.
    """
    links = islice(block.element.iter("a"), _MAX_LINKS)
    texts = [clean(link.text_content()) for link in links]
    return not texts or any(len(t) >= MIN_TITLE_LINK and not is_chrome(t) for t in texts)
