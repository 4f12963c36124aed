"""Answers as documents: self-contained HTML pages and HWPX outlines, in Korean and English."""

from gwanje.interfaces.paper.hwpx import write_hwpx
from gwanje.interfaces.paper.outlines import brief_outline, today_outline
from gwanje.interfaces.paper.pages import brief_page, today_page

__all__ = ["brief_outline", "brief_page", "today_outline", "today_page", "write_hwpx"]
