# The commands are in scripts/make.py, so that Windows (make.cmd) has the same ones.
# Another Python: make PYTHON=python3.13 run
PYTHON ?= python3

help run test test-long lint demo bench bundle lock clean:
	@$(PYTHON) scripts/make.py $@

.DEFAULT_GOAL := help
.PHONY: help run test test-long lint demo bench bundle lock clean
