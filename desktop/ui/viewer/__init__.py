"""A document on the screen: its pages under each other, searched, turned and enlarged, and kept nowhere."""
