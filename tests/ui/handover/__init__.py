"""The handover page, driven by keys and scans."""
