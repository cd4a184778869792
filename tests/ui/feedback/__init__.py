"""The page Phản ánh driven by keys."""
