"""Counter-app: the one-stop desk of an economic-zone authority."""
__version__ = "0.1.0"
