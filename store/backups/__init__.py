"""Backups: verified copies of the database in a folder, made on request or by themselves."""

from store.backups.making import make
from store.backups.restoring import restore
from store.backups.schedule import Schedule
from store.backups.shelf import Shelf

__all__ = ["Schedule", "Shelf", "make", "restore"]
