"""The page Hồ sơ của phòng, driven by keys and scans."""
