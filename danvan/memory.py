"""The memory of a command after a large page."""

import ctypes

_M_MMAP_THRESHOLD = -3  # of mallopt(3)
_LARGE = 1 << 20  # bytes


def return_large_blocks() -> None:
    """Have the C library return the memory of a large page to the system as soon as it is freed.

    glibc returns blocks above a threshold, but raises it to the size of each one that is freed, so
    that it keeps the memory of later ones. Other libraries have no such setting.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_MMAP_THRESHOLD, _LARGE)
