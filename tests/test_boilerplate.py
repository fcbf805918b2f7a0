"""Boilerplate, and lines of articles that resemble it."""

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.block import Block
from extraction.blocks import read_blocks
from extraction.boilerplate import (
    is_aside_box,
    is_below_comment,
    is_chrome,
    is_comment_box,
    is_comment_heading,
    is_related_heading,
    offers_file,
)
from extraction.imprint import is_imprint, speaks_of_site
from extraction.parsing import parse

KINDS: dict[str, Callable[[str], bool]] = {
    "related": is_related_heading,
    "comment": is_comment_heading,
    "chrome": is_chrome,
    "imprint": is_imprint,
}

RELATED = (
    "Xem thêm tin Thị trường nông sản",
    "Cùng chuyên đề 99 năm Báo chí Cách mạng",
    "Các tin đã đưa ngày:",
    # seen on the sites
    "Tin cùng chuyên mục",
    "Đọc thêm",
    "Bài liên quan",
    "Bài đọc tiếp",
    "Cùng chuyên mục",
    "Bài viết liên quan",
    "Đọc nhiều",
    "TIN ĐỌC NHIỀU",
    # similar ones
    "Tin liên quan",
    "Tin liên quan:",
    "Tin cùng chuyên mục »",
    "Tin, bài liên quan",
    "Tin - bài liên quan",
    "Các tin khác",
    "Các bài viết khác",
    "Tin khác",
    "Tin tức khác",
    "Bài viết khác",
    "Video khác",
    "Tin mới nhất",
    "Tin nổi bật",
    "Tin mới",
    "Tin tiếp theo",
    "Tin đã đưa",
    "Các tin đã đưa",
    "Những tin mới hơn",
    "Những tin cũ hơn",
    "Các tin cũ hơn",
    "Bài cùng chuyên mục",
    "Tin cùng loại",
    "Bài viết cùng chủ đề",
    "Tin xem nhiều",
    "Có thể bạn quan tâm",
    "Xem thêm",
)

COMMENTS = (
    "Đăng nhập để gửi thảo luận",
    "Bạn phải đăng nhập để gửi bình luận.",
    "Vui lòng đăng nhập tài khoản trước khi bình luận",
    "Bạn cần đăng nhập hoặc đăng ký để gửi nhận xét",
    "0 thảo luận",
    "Không có phản hồi",
    "Chưa có nhận xét nào",
    "Viết lời bình",
    "Gửi góp ý",
    "Lời bạn đọc",
    "Bạn đọc viết",
    "Bạn đọc phản hồi",
    "Độc giả bình luận",
    "Nhập bình luận của bạn",
    "Nhập nội dung phản hồi (không quá 500 ký tự)",
    # seen on the sites
    "Ý kiến ()",
    "0 / 500 ký tự",
    "Ý kiến () 0 / 500 ký tự Đang tải dữ liệu",
    "Bình luận (2) 0/1000 ký tự",
    "Đang tải dữ liệu",
    "Ý kiến bạn đọc",
    "BÌNH LUẬN",
    "Ý kiến của bạn",
    "Gửi ý kiến",
    "Bình luận",
    "Tối thiểu 10 chữ Tiếng việt có dấu Không chứa liên kết",
    "Email của bạn sẽ không được hiển thị công khai",
    "Phản hồi: 0",
    # similar ones
    "Ý kiến (3)",
    "Bình luận (0)",
    "12 bình luận",
    "120 / 1000 ký tự",
    "Các trường đánh dấu (*) là bắt buộc",
    "Viết bình luận",
    "Gửi phản hồi",
    "Chưa có bình luận nào",
    "Họ và tên",
    "Mã xác nhận",
)

CHROME = (
    "Tải tệp đính kèm: HD-18.pdf",
    "Đính kèm file: mẫu phiếu.doc",
    "Tải về: huong-dan.docx",
    "Tải văn bản tại đây",
    "Xem file đính kèm",
    "Download tài liệu",
    "HD-18.pdf (245 KB)",
    "mau-phieu.xlsx",
    "Chi tiết bài viết",
    "Tin tức chi tiết",
    "Nội dung chi tiết",
    "Xuất bản thông tin",
    "Hiển thị nội dung web",
    "Đánh giá mức độ hài lòng ★★★★★ (0 lượt)",
    "Đọc 1187 lần Sửa lần cuối vào Thứ tư, 19 Tháng 8 2015 07:55",
    "Nhấn phím mũi tên để chuyển ảnh | Xem toàn màn hình",
    "Vuốt để xem ảnh tiếp theo",
    "Mức độ hài lòng của bạn về nội dung này",
    "Rất hài lòng",
    "Số lượt đã xem trang này: 1.204",
    "Bạn thấy bài viết này: Thích 12 Vui 3 Bất ngờ 1",
    "Thích 3 Buồn 0 Tức giận 1",
    # counters
    "340 lượt xem",
    "2,171 lượt xem",
    "1.464 lượt xem",
    "Đã xem: 254",
    "Lượt xem: 14",
    "Lượt xem: 400",
    "100%",
    # a player
    "3:12",
    "0.5x",
    "Bình thường",
    "Quảng cáo kết thúc sau 5 giây",
    "Play Video",
    "This is a modal window. Beginning of dialog window.",
    # text to speech
    "Nghe đọc tin",
    "Giọng nữ",
    "Giọng nam miền Bắc",
    "2189 Lượt xem",
    "Xem: 92",
    ":655",
    "Số lượt xem: 12",
    "Lượt truy cập: 123.456",
    # share bars and buttons
    "Zalo",
    "Facebook",
    "Facebook Twitter Zalo In",
    "Facebook | Zalo | In bài viết",
    "Chia sẻ",
    "Chia sẻ:",
    "Chia sẻ bài viết",
    "Chia sẻ qua Twitter",
    "Chia sẻ qua Email",
    "In bài viết",
    "Lưu bài viết",
    "Gửi email",
    "Copy link",
    "Theo dõi Báo Na Hin trên",
    "Theo dõi Báo Na Hin trên Google News",
    "Theo dõi chúng tôi trên Zalo",
    "Nghe bài viết",
    "Cỡ chữ",
    "A- A+",
    "Về đầu trang",
    "Trang chủ",
    "Đánh giá bài viết",
    # the rest
    "Quảng cáo",
    "QUẢNG CÁO",
    "Analytic",
    "Powered by Techcity",
    "Màu đỏ Màu xanh nước biển Màu vàng Màu xanh lá cây",
    "Giọng đọc nữ miền Bắc 0:00 / 7:12",
    "Trình duyệt không hỗ trợ audio",
    "Nội dung được tài trợ",
    "Theo dõi Báo Na Hin trên Zalo OA",
    "Đánh giá của người dùng: / 4",
    "5/5 - (7 bình chọn)",
    "4,5/5 (12 đánh giá)",
    "Điểm: 4.8/5 sao (25 lượt bình chọn)",
    "Rating: 4.8/5 sao (25 votes)",
    "Bạn đánh giá bài viết này thế nào? ★★★★★",
    "Mời bạn chấm điểm bài viết",
    "Hãy đánh giá chất lượng tin",
    "Bạn thấy bài viết này thế nào?",
    "Bạn thấy bài viết có hữu ích với mình không?",
    "Bài viết có hữu ích không?",
    "Chưa có đánh giá nào",
    "Mục lục nội dung",
    "Nữ miền Bắc",
    "Trình phát video đang tải.",
    "Quảng cáo: Vật tư thủy sản giảm 15%",
    "Xem cỡ chữ: T T",
    "Thông tin chi tiết",
    "Chuyên mục: Hoạt động cơ sở",
    "Viết bởi Super User",
    "Tệp đính kèm: 148_KH-UBND_signed.pdf (412 KB)",
    # advertisements
    "Quảng cáo - Cuộn để xem tiếp",
    "Cuộn xuống để đọc tiếp",
    "Kéo xuống để xem tiếp nội dung",
    "Bài viết tiếp tục sau quảng cáo",
    "Nội dung tiếp tục bên dưới quảng cáo",
    "Đọc tiếp sau quảng cáo",
    "Nội dung bài viết tiếp tục sau quảng cáo",
    "Vui lòng kéo xuống để tiếp tục đọc bài",
    "Xem video",
    "Mời xem video:",
    "Mời bạn đọc xem clip dưới đây:",
    "Ủng hộ tác giả",
    # calls to follow
    "Theo dõi fanpage của Ban để cập nhật tin nhanh",
    "Theo dõi Báo Na Hin trên các nền tảng Facebook, Zalo, YouTube để cập nhật tin tức mới nhất.",
    "Mời quý vị và các bạn theo dõi Báo Na Hin điện tử trên các nền tảng mạng xã hội.",
    "Mời bạn đọc theo dõi Báo Na Hin trên Zalo và Facebook.",
    "Tải ứng dụng Báo Na Hin trên App Store và Google Play để đọc tin nhanh hơn mỗi ngày.",
    "Tải app của Đài Na Hin",
    "Mời bạn đọc theo dõi kênh YouTube của Đài Na Hin!",
    "Hãy tham gia nhóm Zalo của xã để nhận tin sớm nhất",
    "Like và theo dõi fanpage Báo Na Hin",
    "Đăng ký kênh YouTube của chúng tôi",
    "Mời quý vị và các bạn đăng ký kênh YouTube của Đài Na Hin",
    "Nhận tin nhanh qua Zalo của Báo Na Hin",
    "Theo dõi Báo Na Hin trên TikTok để không bỏ lỡ tin nóng",
    "Quan tâm Zalo OA của huyện Na Hin",
    # tags
    "Từ khóa:",
    "Từ khoá: dân vận, Na Hin",
    "Từ khóa: #dân vận #Na Hin",
    "Tags: dân vận, Nậm Lành",
    "#dânvận #nậmlành",
    "#dân vận #Nậm Lành",
    # file names above a picture
    "3333.jpg",
    "22.10.20-bai hop dan.jpg",
    "IMG_0012.JPG",
    "anh hop dan.png",
    "z1.webp",
)

IMPRINT = (
    "Bản quyền thuộc UBND xã Na Hin",
    "Bản quyền của huyện Na Hin",
    "Mời quý vị theo dõi Báo Na Hin trên mạng",
    "Mời bạn đọc xem chương trình của Đài lúc 18 giờ",
    "Giấy phép số 12/GP-STTTT do Sở Thông tin và Truyền thông tỉnh Na Hin cấp",
    "Giấy phép xuất bản số 12/GP-BC",
    "Cơ quan chủ quản: Tỉnh ủy Na Hin",
    "CƠ QUAN CHỦ QUẢN: TỈNH ỦY NA HIN",
    "Tổng Biên tập: Lò Văn Tâm",
    "Phó Tổng biên tập: Trần Thị Hoa",
    "Trưởng Ban biên tập: Lò Văn Tâm",
    "Điện thoại: 0200 000 000 - Fax: 0200 000 001",
    "Tòa soạn: số 1, đường Một, thị trấn Na Hin",
    "Toà soạn: số 1, đường Một, thị trấn Na Hin",
    "Chịu trách nhiệm nội dung: Lò Văn Tâm",
    "Ghi rõ nguồn khi phát hành lại thông tin từ trang này",
    "® Bản quyền thuộc Báo Na Hin",
    "All rights reserved.",
    "* Mời quý độc giả theo dõi các chương trình đã phát sóng của Đài trên mạng!",
    "Liên hệ quảng cáo: 0200 000 000",
    "Tỉnh Na Hin - Giấy phép số 12/GP-STTTT",
    "Báo Na Hin. Giấy phép xuất bản số 12/GP-BC",
    "Thời tiết: 29°C, nhiều mây",
    "Bài này được đăng vào Thứ tư, 6 Tháng Năm, 2009 lúc 3:12 chiều trong chuyên mục Dân tộc.",
)

# Sub-headings, short paragraphs and sentences of articles.
TEXT = (
    "Mời bà con xem video hướng dẫn ủ phân dưới đây",
    "Mời xem video của tổ dân vận Gò Sim",
    "Ủng hộ tác giả bài thơ, cả lớp góp sách",
    "Ý kiến của dân 12 500 ký tự",
    "Mức độ hài lòng của người dân đạt 98,5%, tăng so với năm trước.",
    "Bấm nút để lấy số thứ tự, bà con ngồi chờ đến lượt.",
    "Cả xã vui 3 ngày, thích 2 đội bóng.",
    # what the imprint names, in sentences
    "Hàng hóa ở chợ phiên đều ghi rõ nguồn gốc, xuất xứ nên bà con yên tâm.",
    "Ghi rõ nguồn gốc khi đăng ký giống lúa",
    "Trích dẫn số liệu phải ghi rõ nguồn khi sử dụng trong báo cáo.",
    "UBND tỉnh cấp Giấy phép số 45/GP-UBND cho công ty khai thác cát.",
    "Năm 2015, Bộ cấp Giấy phép số 87/GP-BTTTT cho Tạp chí Na Hin.",
    "Giấy phép hoạt động của 3 mỏ đá đã hết hạn.",
    "Người dân gọi vào đường dây nóng: 0912 000 000 để phản ánh.",
    "Thời tiết nắng nóng, lên tới 39°C, bà con vẫn ra đắp bờ.",
    "Bản quyền báo chí là chủ đề của buổi nói chuyện.",
    "Anh Tâm thay mặt nhóm liên hệ quảng cáo cho chợ phiên.",
    "Bà con vui lòng nhập số căn cước vào ô thứ hai.",
    "Kết quả bước đầu",
    "Bài học kinh nghiệm",
    "Cách làm hay ở Nậm Lành",
    "Dân biết, dân bàn, dân làm",
    "Những cách làm sáng tạo",
    "Khó khăn và giải pháp",
    "Chia sẻ kinh nghiệm",
    "Chia sẻ khó khăn với bà con",
    "Chia sẻ với phóng viên, anh Tâm nói:",
    "Đọc sách cùng con",
    "Đọc thêm để hiểu dân",
    "Nghe dân nói, nói dân hiểu",
    "Tin dân, gần dân",
    "Tin vui từ bản Nà Lay",
    "Tin vào sức dân",
    "Tin khác với lời đồn",
    "Tin tưởng tuyệt đối",
    "Bài toán khó",
    "Liên quan đến đất đai",
    "Khác với trước đây",
    "Mới đây, xã tổ chức họp dân.",
    "Mới nhất là mô hình ở Na Hin.",
    "Tiếp theo là phần thảo luận.",
    "Nổi bật là mô hình hiến đất.",
    "Ý kiến cử tri",
    "Ý kiến của nhân dân là trên hết.",
    "Ý kiến đóng góp rất sôi nổi.",
    "Phản hồi của người dân",
    "Phản hồi nhanh, giải quyết sớm",
    "Bình luận về kết quả này, ông Tâm nói:",
    "Trả lời cử tri",
    "Trả lời kiến nghị của dân, đồng chí nói:",
    "Xem dân là gốc",
    "Xem nhẹ công tác dân vận",
    "Xem xét đơn thư",
    "Đã xem xét 12 đơn thư.",
    "Lượt người tham gia: 300",
    "12 lượt hộ vay vốn",
    "300 lượt xem văn nghệ mỗi đêm",
    "Theo dõi sát tình hình",
    "Theo dõi, đôn đốc các xã",
    "Video về mô hình ở Nậm Lành",
    "Trở lại Na Hin",
    "Đánh giá kết quả",
    "Bạn đánh giá cán bộ thế nào?",
    "Bản đánh giá",
    "Ban bình chọn",
    "Thầy Tín",
    "Kết quả: 4/5 phiếu",
    "Chưa có đánh giá về mô hình",
    "Điểm sáng Nậm Lành",
    "Đóng góp của dân",
    "Liên kết sản xuất",
    "Thời tiết thuận lợi, bà con được mùa.",
    "Tác giả của mô hình là anh Tâm.",
    "Thích ứng an toàn",
    "Lưu ý",
    "Cập nhật dữ liệu dân cư",
    "Đăng ký thi đua",
    "Tài trợ cho 12 hộ nghèo",
    "Tài trợ: 12 hộ nghèo có nhà mới.",
    "Chuyên đề năm 2023",
    "Sự kiện được bà con mong đợi",
    "Top 10 mô hình hay",
    "Một tập thể, hai cá nhân",
    "Anh Lò Văn Tâm kể.",
    "Ảnh: H.T",
    "Bà con phấn khởi.",
    "Thế nhưng khó khăn còn nhiều.",
    "Năm 2023 có 12 mô hình.",
    "Ông Tâm nói thêm:",
    "Việc gì khó, cứ hỏi dân.",
    "- Đường vào bản dài 2 km.",
    "1. Về công tác tuyên truyền",
    "Một là, gần dân.",
    "Con đường mới mang tên Đoàn kết.",
    "“Dễ trăm lần không dân cũng chịu.”",
    "Đăng ký thi đua để nhận xét cuối năm",
    "Bản quyền thuộc về người sáng tác ca khúc.",
    "Mời quý vị và các bạn theo dõi phóng sự sau đây.",
    "Mời quý vị xem clip của nhóm phóng viên Gò Sim.",
    "Mời bạn đọc theo dõi cuộc trò chuyện dưới đây.",
    "Chi tiết bài viết về xã Gò Sim",
    "Tải tài liệu lên núi bằng ngựa",
    "Xuất bản thông tin sai sự thật",
    "Thảo luận tổ về đường liên xã",
    "Cuộn rơm để làm thức ăn cho trâu bò",
    "Kéo lưới để đọc con nước lên xuống",
    "Quảng cáo - con dao hai lưỡi",
    "Quảng cáo rao vặt ở chợ phiên",
    "Đọc tiếp sau giờ nghỉ trưa",
    "Bà con theo dõi fanpage của xã để biết lịch tiêm.",
    "Tổ dân vận lập nhóm Zalo để cập nhật tin cho bà con.",
    "Theo dõi kênh mương để xem mực nước",
    "Theo dõi Báo Na Hin trên các nền tảng Facebook, Zalo, chị Hoa biết lịch tiêm của xã.",
    "Tải ứng dụng của xã trên App Store và Google Play để nộp hồ sơ",
    "Tải ứng dụng Báo Na Hin, anh Tấm đọc tin mỗi sáng.",
    "Xã mời bà con theo dõi Đài Na Hin trên các nền tảng Facebook, Zalo.",
    "Theo dõi bản tin dự báo thời tiết để chủ động phòng tránh",
    "Tham gia nhóm Zalo, bà con trao đổi giá nông sản mỗi ngày.",
    "Theo dõi fanpage của xã, chị Hoa biết lịch tiêm sớm hai ngày.",
    "Theo dõi fanpage của xã để biết lịch tiêm",
    "Nhận tin nhắn qua Zalo của xã, bà con ra đồng ngay.",
    "Kênh YouTube của bản có 300 người theo dõi",
    "Đăng ký kênh bán hàng của hợp tác xã",
    "Lò Văn Tâm",
    "14:26, 13/08/2021",
    "Giấy phép xây dựng được cấp trong ngày.",
    "Tổng biên tập báo tỉnh về dự hội nghị.",
    "Dự án đường nối cụm công nghiệp Bản Quyền dài 5,4 km đi qua ba xã.",
    "Bà con góp 340 ngày công, xem như việc nhà.",
    "Mọi vướng mắc xin liên hệ Phòng Nội vụ huyện, số điện thoại 0200.000.000 trong giờ làm việc.",
)


def cases(lines: tuple[str, ...], kind: str) -> list[object]:
    return [pytest.param(line, kind, id=f"{kind}: {line}") for line in lines]


EVERY = (
    *cases(RELATED, "related"),
    *cases(COMMENTS, "comment"),
    *cases(CHROME, "chrome"),
    *cases(IMPRINT, "imprint"),
)


@pytest.mark.parametrize(("line", "kind"), EVERY)
def test_boilerplate(line: str, kind: str) -> None:
    assert KINDS[kind](line)


@pytest.mark.parametrize(("line", "kind"), EVERY)
def test_boilerplate_in_another_spelling(line: str, kind: str) -> None:
    assert KINDS[kind](line.upper())
    assert KINDS[kind](line.lower())
    if kind in ("related", "comment"):
        assert KINDS[kind](unicodedata.normalize("NFD", line))
        assert KINDS[kind](f"{line} »")


def test_an_imprint_that_is_glued_to_a_name() -> None:
    assert is_imprint("UBND tỉnh Na Hin Giấy phép số 12/GP-STTTT")
    assert is_imprint("Đài Na Hin, giấy phép số 12/GP-PTTH")
    assert not is_imprint("UBND tỉnh cấp Giấy phép số 12/GP-STTTT")


@pytest.mark.parametrize("line", ["lıên hệ quảng cáo", "deſigned by Gò Sim", "LIÊN HỆ QUẢNG CÁO"])
def test_an_imprint_with_letters_that_look_like_others(line: str) -> None:
    assert is_imprint(line)


@pytest.mark.parametrize("line", TEXT)
def test_a_line_of_an_article(line: str) -> None:
    assert [kind for kind, recognises in KINDS.items() if recognises(line)] == []


PARAGRAPH = (
    "Mới đây, xã Nậm Lành tổ chức họp dân ở cả 12 bản để bàn việc mở rộng đường vào khu sản xuất, "
    "bà con đều đồng tình và tự nguyện hiến đất."
)


def test_a_paragraph_is_not_boilerplate() -> None:
    assert not any(recognises(PARAGRAPH) for recognises in KINDS.values())


@pytest.mark.parametrize("opener", [*RELATED, *COMMENTS])
def test_a_paragraph_that_begins_like_a_heading_is_not_one(opener: str) -> None:
    line = f"{opener} – {PARAGRAPH}"
    assert not is_related_heading(line)
    assert not is_comment_heading(line)


def block(markup: str) -> Block:
    root = parse(markup)
    assert root is not None
    return read_blocks(root)[0]


@pytest.mark.parametrize(
    ("markup", "prose"),
    [
        pytest.param(f"<p>{PARAGRAPH}</p>", True, id="a paragraph"),
        pytest.param(f"<div>{PARAGRAPH}</div>", True, id="a paragraph in a div"),
        pytest.param(f'<p>{PARAGRAPH} <a href="/x">Xem bản đồ</a></p>', True, id="with a link"),
        pytest.param(f'<p><a href="/x">{PARAGRAPH}</a></p>', False, id="only a link"),
        pytest.param("<p>Bà con phấn khởi.</p>", False, id="short"),
        pytest.param(f"<p>{'x' * 80}</p>", False, id="one long word"),
        pytest.param(f"<p>{IMPRINT[0]} ngày 01/01/2020, gia hạn năm 2024</p>", False, id="imprint"),
    ],
)
def test_is_prose(markup: str, prose: bool) -> None:
    assert block(markup).is_prose is prose


@pytest.mark.parametrize(
    ("name", "is_box"),
    [
        ("comments", True),
        ("Comment", True),
        ("comment-list", True),
        ("comments1234", True),
        ("post-comments-area-2", True),
        ("js_comment__form", True),
        ("box-binh-luan", True),
        ("y-kien-ban-doc", True),
        ("disqus_thread", True),
        ("comment-item", True),
        ("cm__i", True),
        ("cmt-list", True),
        ("detail__cmt", True),
        ("cm", False),
        ("cm-ingredients", False),
        ("cmtx", False),
        ("no-comments", False),
        ("comments-off", False),
        ("comments12x", False),
        ("commentary", False),
    ],
)
def test_the_class_or_id_of_a_comment_box(name: str, is_box: bool) -> None:
    assert is_comment_box(block(f'<div class="x {name}">chữ</div>').element) is is_box
    assert is_comment_box(block(f'<div id="{name}">chữ</div>').element) is is_box


@pytest.mark.parametrize(
    ("name", "is_box"),
    [
        ("rating", True),
        ("post-ratings", True),
        ("kk-star-ratings", True),
        ("news-rating-box", True),
        ("khung-danh-gia", True),
        ("danh-gia-bai-viet", True),
        ("binh-chon", True),
        ("v-chip-group", True),
        ("ads-in", True),
        ("ad-box", True),
        ("adv-middle", True),
        ("banner-ads", True),
        ("qc_giua_bai", True),
        ("adventure", False),
        ("ads_" + "x" * 31, False),
        ("road-ad", False),
        ("operating", False),
        ("ratingen", False),
        ("danh-gia", False),
        ("chip", False),
    ],
)
def test_the_class_of_a_box_beside_the_text(name: str, is_box: bool) -> None:
    assert is_aside_box(block(f'<div class="x {name}">chữ</div>').element) is is_box


@pytest.mark.parametrize(
    ("tag", "is_box"),
    [
        ("gs-comments", True),
        ("app-binh-luan-list", True),
        ("gs-commentary", False),
        ("gs-story", False),
        ("section", False),
    ],
)
def test_the_tag_of_a_comment_box(tag: str, is_box: bool) -> None:
    assert is_comment_box(block(f"<{tag}>chữ</{tag}>").element) is is_box


@pytest.mark.parametrize(
    ("line", "is_below"),
    [
        ("Thích 43", True),
        ("Trả lời", True),
        ("Thích 4 Trả lời Chia sẻ 2 giờ trước", True),
        ("Trả lời: 3 ngày", True),
        ("Trả lời cử tri", False),
        ("Thích nghi", False),
        ("2 giờ trước", False),
    ],
)
def test_the_buttons_below_a_comment(line: str, is_below: bool) -> None:
    assert is_below_comment(line) is is_below


@pytest.mark.parametrize(
    ("line", "offers"),
    [
        ("Tài liệu liên quan đến cuộc họp: <a href=/bc.doc>tải về</a>", True),
        ("Xem toàn văn quy ước <a href=/qu.pdf?v=1>tại đây</a>.", True),
        ("Tài liệu kèm theo: <a href=/bc.xls>Biểu thống kê số 2</a>", True),
        ("Quy ước của bản (<a href=/qu.zip>tải xuống</a>)", True),
        ("Bấm <a href=/mau.doc>vào đây</a> để tải mẫu đơn", True),
        ("Tài liệu liên quan đến cuộc họp: <a href=/bc.html>tải về</a>", False),
        ("Tài liệu liên quan đến cuộc họp: tải về", False),
        ("Bà con nộp đơn theo mẫu <a href=/mau.doc>tại đây</a>.", False),
        ("Tài liệu kèm theo <a href=/bc.xls>biểu số 2</a> do bản lập", False),
        ("- Mức đóng góp của từng nhà, theo <a href=/qu.pdf>văn bản</a>", False),
        ("- Mức đóng góp của từng nhà: <a href=/qu.pdf>xem văn bản</a>", True),
        ("Bản làm theo <a href=/qu.pdf>quy ước</a> từ mùa trước", False),
        ("Cuộc họp: " + "x" * 133 + " <a href=/bc.doc>tải về</a>", True),
        ("Cuộc họp: " + "x" * 134 + " <a href=/bc.doc>tải về</a>", False),
    ],
)
def test_a_line_that_offers_a_file(line: str, offers: bool) -> None:
    assert offers_file(block(f"<p>{line}</p>")) is offers


def test_a_row_of_a_table_is_no_offer_of_a_file() -> None:
    rows = "<tr><th>Số<th>Tên<th>Tệp<tr><td>2<td>Biểu<td><a href=/bc.xls>tải về</a>"
    root = parse(f"<table>{rows}</table>")
    assert root is not None
    row = read_blocks(root)[-1]
    assert (row.text, offers_file(row)) == ("2 | Biểu | tải về", False)


WORDS = (
    "tin bài ý kiến bình luận xem đọc chia sẻ theo dõi lượt 12 zalo facebook liên quan khác thêm "
    "quảng cáo | : # a in .jpg dân vận"
).split()


@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(WORDS)).map(" ".join)))
def test_any_line_can_be_tested(line: str) -> None:
    for recognises in KINDS.values():
        assert recognises(line) in (True, False)


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join))
def test_headings_are_compared_without_case_and_unicode_form(line: str) -> None:
    for recognises in (is_related_heading, is_comment_heading):
        assert recognises(line) == recognises(line.upper())
        assert recognises(line) == recognises(unicodedata.normalize("NFD", line))


OF_SITE = (
    "Trang web này sử dụng cookie để nâng cao trải nghiệm của bạn.",
    "Website của chúng tôi dùng các cookie để nhớ lựa chọn của bạn đọc khi quay lại lần sau.",
    "Mọi hình thức sao chép nội dung trên trang này phải được sự đồng ý bằng văn bản của Đài.",
    "Nghiêm cấm sao chép dưới mọi hình thức khi chưa được cho phép.",
    "Trình duyệt của bạn không hỗ trợ phát video này, vui lòng nâng cấp trình duyệt.",
    "Đăng ký nhận bản tin của chúng tôi để không bỏ lỡ tin tức mới nhất từ Gò Sim mỗi ngày.",
    "Nội dung ý kiến không vi phạm pháp luật, thuần phong mỹ tục; tòa soạn có quyền biên tập.",
    "Chia sẻ bài viết này lên Facebook, Zalo để bạn bè và người thân của bạn cùng biết nhé!",
    "Bạn đánh giá thế nào về chất lượng chương trình truyền hình của huyện Bàu Lạch?",
)
OF_OTHERS = (
    "Tập huấn cho cán bộ xã, giảng viên nói rõ trang web nào cũng có thể dùng cookie.",
    "Xã cấm sao chép bài thi của nhau trong cuộc thi tìm hiểu dân vận khéo năm nay.",
    "Trình duyệt cấp trên phê duyệt phương án, xã mới khởi công làm đường.",
    "Đăng ký nhận tin nhắn báo lũ, bà con Khau Phiêng yên tâm hơn mỗi khi mưa lớn.",
    "Ý kiến của bà con là giữ gìn thuần phong mỹ tục khi làm du lịch. Xã đồng tình.",
    "Chia sẻ bài học kinh nghiệm này, ông Thưởng nói phải nghe nhiều hơn nói.",
    "Bạn đánh giá thế nào về cách làm của thôn? Chúng tôi hỏi và ông cười.",
)


def test_sentences_in_which_a_site_speaks_of_itself() -> None:
    assert [line for line in OF_SITE if not (speaks_of_site(line) and is_imprint(line))] == []
    assert [line for line in OF_OTHERS if speaks_of_site(line)] == []
