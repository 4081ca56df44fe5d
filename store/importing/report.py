"""What an import did, told in words and numbers."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class ImportReport:
    """Counts of what came in, was there already or has no place, and what people should know."""

    brought_in: Counter[str] = field(default_factory=Counter)
    already_there: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    """Resource type and reason, to how many."""
    remarks: list[str] = field(default_factory=list)

    def leave_out(self, kind: str, reason: str) -> None:
        """Count a resource that has no place in Regimen."""
        self.left_out[f"{kind}: {reason}"] += 1

    def remark(self, sentence: str) -> None:
        """Keep a sentence, once."""
        if sentence not in self.remarks:
            self.remarks.append(sentence)

    def counts(self) -> dict[str, int]:
        """How many came in, were there already or were left out, by what."""
        return {
            **{f"{kind} brought in": count for kind, count in self.brought_in.items()},
            **{f"{kind} already there": count for kind, count in self.already_there.items()},
            "left out": self.left_out.total(),
        }

    def lines(self) -> list[str]:
        """The whole report, a line each."""
        told = [f"{count:>7}  {kind} brought in" for kind, count in sorted(self.brought_in.items())]
        told += [
            f"{count:>7}  {kind} already there"
            for kind, count in sorted(self.already_there.items())
        ]
        told += [f"{count:>7}  left out, {what}" for what, count in sorted(self.left_out.items())]
        return told + self.remarks
