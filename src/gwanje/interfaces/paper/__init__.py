"""Answers as documents: self-contained HTML pages and HWPX outlines, in Korean and English."""

from gwanje.interfaces.paper.hwpx import write_hwpx
from gwanje.interfaces.paper.pages import brief_page, today_page

__all__ = ["brief_page", "today_page", "write_hwpx"]
