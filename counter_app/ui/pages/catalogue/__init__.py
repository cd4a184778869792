"""The page Danh mục · Lịch by region, and its pure parts."""
