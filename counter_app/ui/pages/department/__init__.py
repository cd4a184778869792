"""Parts of the page Hồ sơ của phòng."""
