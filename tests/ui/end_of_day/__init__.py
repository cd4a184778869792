"""The page Kết thúc ngày."""
