"""WORDS. The command line: one file per group of commands; no Qt is imported here."""

from desktop.cli.program import main

__all__ = ["main"]
