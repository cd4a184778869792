"""The page Trả kết quả by region, and its pure parts."""
