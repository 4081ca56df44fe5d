"""Long runs at full size, for which `make test` has no time: `make soak`."""
