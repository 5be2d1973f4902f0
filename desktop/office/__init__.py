"""The one door: opens a vault, runs acts, joins bytes and pages to them."""
