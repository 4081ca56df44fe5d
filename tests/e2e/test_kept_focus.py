"""Where the focus goes in the list when the row that had it leaves."""

from playwright.sync_api import Page, expect

# The list as the server gives it when its second row has gone and another has come to its end.
GIVE = """async () => {
    const { props } = Object.values(mounted_app.elements).find(one => one.props?.texts);
    const [first, gone, ...others] = props.rows;
    const come = [...gone];
    come[0] = 999999;
    props.rows = [first, ...others, come];
    await Vue.nextTick();
    await Vue.nextTick();
    return { focused: document.activeElement.dataset.row, next: String(others[0][0]) };
}"""


def test_the_focus_of_a_row_that_leaves_goes_to_the_one_in_its_place(page: Page) -> None:
    page.goto("/sessions?scope=upcoming")
    page.wait_for_function("window.did_handshake && !document.getElementById('first-view')")
    page.locator("[data-row]").nth(1).focus()
    expect(page.locator("[data-row]").nth(1)).to_be_focused()
    after = page.evaluate(GIVE)
    assert after["focused"] == after["next"]
