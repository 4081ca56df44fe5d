# Every target is a command of tools/, which needs nothing but Python 3.11 or later.
PYTHON ?= python3

.PHONY: run test check bench soak shots format requirements oidc clean

run test check bench soak shots format requirements oidc clean:
	@$(PYTHON) -m tools $@
