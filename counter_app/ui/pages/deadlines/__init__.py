"""Parts of the page Theo dõi hạn."""
