"""How Regimen is set up, checked, tested and measured; the standard library is enough to start."""
