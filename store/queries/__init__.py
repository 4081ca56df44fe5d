"""Reads: selects that become views, and never a write."""
