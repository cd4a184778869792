"""The reception page by region, and its pure parts."""
