"""Parts of the page Đồng bộ."""
