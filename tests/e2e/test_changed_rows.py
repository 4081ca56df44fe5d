"""Which rows of the list stand out when it changes under somebody's eyes."""

from playwright.sync_api import Page

# The list as the server gives it when the first row has gone and the second is said to start later:
# texts are numbered anew, so a row that stays may come with other numbers.
GIVE = """async () => {
    const { props } = Object.values(mounted_app.elements).find(one => one.props?.texts);
    const texts = [...props.texts].reverse();
    const moved = at => at < 0 ? at : texts.length - 1 - at;
    const rows = props.rows.slice(1).map(row => {
        const next = [...row];
        for (const at of [2, 7, 13]) next[at] = moved(next[at]);
        return next;
    });
    rows[0][6] = '23:59';
    Object.assign(props, { texts, rows });
    await Vue.nextTick();
    const shown = [...document.querySelectorAll('[data-row]')];
    const told = which => which.map(row => row.innerText);
    return { rows: told(shown), outstanding: told(shown.filter(row => row.matches('.flash'))) };
}"""


def test_only_rows_that_read_otherwise_stand_out(page: Page) -> None:
    page.goto("/sessions?scope=upcoming")
    page.wait_for_function("window.did_handshake && !document.getElementById('first-view')")
    rows = page.locator("[data-row]")
    before = rows.all_inner_texts()
    # In one step: the server may give the list anew at any time.
    after = page.evaluate(GIVE)
    assert after["rows"][1:] == before[2:]
    assert after["outstanding"] == after["rows"][:1]
    assert "23:59" in after["outstanding"][0]
