"""Tests of the page Hồ sơ and its panel."""
