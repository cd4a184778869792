"""Parts of the page Kết thúc ngày."""
