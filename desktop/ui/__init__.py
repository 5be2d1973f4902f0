"""PIXELS. The only place Qt is imported and the only place threads are started for the window."""
