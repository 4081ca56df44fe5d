"""What people keep of the session list."""

from sqlmodel import Field, SQLModel


class SavedView(SQLModel, table=True):
    """A list by name: scope, filters, order and columns, as its address says them."""

    __tablename__ = "saved_view"

    id: int | None = Field(default=None, primary_key=True)
    name: str
    owner_id: int | None = Field(default=None, foreign_key="staff.id", index=True)
    """Whose it is; None when it was saved by nobody in particular."""
    is_shared: bool = False
    params: str
    """The query of the address, without a page."""
    version: int = 1
