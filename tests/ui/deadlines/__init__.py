"""The page Theo dõi hạn."""
