"""One dialog per act, one file per noun."""
