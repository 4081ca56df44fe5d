"""Column types shared by the tables."""

from datetime import UTC, datetime

from sqlalchemy import BigInteger, DateTime, Dialect, String
from sqlalchemy.types import TypeDecorator, TypeEngine

from store.words import Word


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC instant: whole seconds since 1970 on SQLite, ``timestamptz`` elsewhere.

    SQLite would hand back naive values; seconds also sort, subtract and index cheaply there.
    """

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[datetime] | TypeEngine[int]:
        """Pick the column type of the database at hand."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(BigInteger())
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | int | None:
        """Refuse naive values: whose clock would they be?"""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime reached the database")
        value = value.astimezone(UTC)
        return int(value.timestamp()) if dialect.name == "sqlite" else value.replace(microsecond=0)

    def process_result_value(
        self, value: int | datetime | None, dialect: Dialect
    ) -> datetime | None:
        """Hand back aware UTC."""
        if isinstance(value, datetime):
            return value.astimezone(UTC)
        return None if value is None else datetime.fromtimestamp(value, UTC)


class WordType(TypeDecorator[Word]):
    """A word of the vocabulary, stored as its value and handed back as the word."""

    impl = String
    cache_ok = True

    def __init__(self, words: type[Word]) -> None:
        """``words`` is the enumeration the column holds."""
        super().__init__()
        self.words = words
        self.names = {word.value: word.name for word in words}

    def process_bind_param(self, value: Word | str | None, dialect: Dialect) -> str | None:
        """Refuse what is not a word of it."""
        return None if value is None else self.words[self.names[value]].value

    def process_result_value(self, value: str | None, dialect: Dialect) -> Word | None:
        """Hand back the word."""
        return None if value is None else self.words[self.names[value]]
