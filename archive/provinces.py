"""The 63 provinces before 1 July 2025, and the 34 that they became.

Source: Resolution 202/2025/QH15 of the National Assembly, in force from 1 July 2025.
"""

_MERGED = {
    "An Giang": ("An Giang", "Kiên Giang"),
    "Bắc Ninh": ("Bắc Giang", "Bắc Ninh"),
    "Cà Mau": ("Bạc Liêu", "Cà Mau"),
    "Cần Thơ": ("Cần Thơ", "Hậu Giang", "Sóc Trăng"),
    "Đà Nẵng": ("Đà Nẵng", "Quảng Nam"),
    "Đắk Lắk": ("Đắk Lắk", "Phú Yên"),
    "Đồng Nai": ("Bình Phước", "Đồng Nai"),
    "Đồng Tháp": ("Đồng Tháp", "Tiền Giang"),
    "Gia Lai": ("Bình Định", "Gia Lai"),
    "Hải Phòng": ("Hải Dương", "Hải Phòng"),
    "Hưng Yên": ("Hưng Yên", "Thái Bình"),
    "Khánh Hòa": ("Khánh Hòa", "Ninh Thuận"),
    "Lâm Đồng": ("Bình Thuận", "Đắk Nông", "Lâm Đồng"),
    "Lào Cai": ("Lào Cai", "Yên Bái"),
    "Ninh Bình": ("Hà Nam", "Nam Định", "Ninh Bình"),
    "Phú Thọ": ("Hòa Bình", "Phú Thọ", "Vĩnh Phúc"),
    "Quảng Ngãi": ("Kon Tum", "Quảng Ngãi"),
    "Quảng Trị": ("Quảng Bình", "Quảng Trị"),
    "Tây Ninh": ("Long An", "Tây Ninh"),
    "Thái Nguyên": ("Bắc Kạn", "Thái Nguyên"),
    "Thành phố Hồ Chí Minh": ("Bà Rịa - Vũng Tàu", "Bình Dương", "Thành phố Hồ Chí Minh"),
    "Tuyên Quang": ("Hà Giang", "Tuyên Quang"),
    "Vĩnh Long": ("Bến Tre", "Trà Vinh", "Vĩnh Long"),
}
_UNCHANGED = (
    "Cao Bằng", "Điện Biên", "Hà Nội", "Hà Tĩnh", "Huế", "Lai Châu", "Lạng Sơn", "Nghệ An",
    "Quảng Ninh", "Sơn La", "Thanh Hóa",
)  # fmt: skip

PROVINCE_NOW: dict[str, str] = {
    **{name: now for now, names in _MERGED.items() for name in names},
    **{name: name for name in _UNCHANGED},
}
"""Province before the merger -> province it is part of since 1 July 2025."""
