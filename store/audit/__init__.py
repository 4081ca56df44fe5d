"""The audit trail: who did, saw or took out what, in rows that are only ever added to.

Each row carries the sum of its own content and of the row before, so that whoever goes round the
database's guards is found out by ``verify``.
"""

from store.audit.chain import Head
from store.audit.trail import Entry, append, entry_of, head_of
from store.audit.verify import Verdict, verify
from store.audit.waiting import SERVER, Waiting

__all__ = [
    "SERVER",
    "Entry",
    "Head",
    "Verdict",
    "Waiting",
    "append",
    "entry_of",
    "head_of",
    "verify",
]
