"""Writes the pages of docs/ that the tables of states/ dictate."""

from pathlib import Path

from states.page import lifecycle_page

PAGE = Path(__file__).with_name("lifecycle.md")

if __name__ == "__main__":
    PAGE.write_text(lifecycle_page(), encoding="utf-8")
