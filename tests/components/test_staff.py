"""The staff as managers see them: two people who work as one provider are noticed."""

from components.staff_account import staff_rows
from components.staff_form import also
from store.views import Choice, StaffBook, StaffView
from store.words import Role


def member(number: int, name: str, provider_id: int | None, *, disabled: bool = False) -> StaffView:
    return StaffView(
        id=number,
        name=name,
        roles=frozenset({Role.PROVIDER}),
        provider_id=provider_id,
        sign_in_name="",
        location_ids=frozenset(),
        own_patients=False,
        sees_money=True,
        sees_notes=True,
        has_password=True,
        is_invited=False,
        signed_in=0,
        disabled=disabled,
        version=1,
    )


def test_two_who_work_as_one_provider_are_marked_and_nobody_else() -> None:
    book = StaffBook(
        staff=(
            member(1, "Ada", 7),
            member(2, "Femi", 7),
            member(3, "Gone", 7, disabled=True),
            member(4, "Mara", None),
            member(5, "Noor", None),
        ),
        providers=(Choice(id=7, name="Dr. Ada Quist", disabled=False),),
        locations=(),
        zone="UTC",
    )
    warnings = [row.warning for row in staff_rows(book)]
    assert warnings == ["shares a provider", "shares a provider", "", "", ""]
    assert [also(book, 7, but=None), also(book, None, but=1)] == ["Ada", ""]
