"""Strongroom: offline custody of numbered, highly sensitive papers."""

__version__ = "0.1.0"
