"""Walks a page by Tab, as somebody does who has no pointer, and looks at what each step shows."""

from playwright.sync_api import Page

STEPS_MAX = 400
STEP = """() => {
  const at = document.activeElement;
  if (at === null || at === document.body || at === document.documentElement) return null;
  window.walked ??= [];
  const words = at.getAttribute("aria-label") ?? at.getAttribute("name") ?? at.textContent ?? "";
  const name = `${at.tagName.toLowerCase()} ${words.trim().slice(0, 40)}`;
  const been = window.walked.includes(at);
  window.walked.push(at);
  const box = at.getBoundingClientRect();
  const rung = [at, at.parentElement, at.closest("label"), at.nextElementSibling].some((each) => {
    if (each === null) return false;
    const { outlineStyle, outlineWidth } = getComputedStyle(each);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  });
  const frame = at.closest("label") ?? at;
  const { left, top, right, bottom } = frame.getBoundingClientRect();
  const spots = [[(left + right) / 2, (top + bottom) / 2], [left + 3, top + 3], [right - 3, bottom - 3]];
  const seen = spots.some(([x, y]) => {
    const hit = document.elementFromPoint(Math.min(x, innerWidth - 1), Math.min(y, innerHeight - 1));
    return hit !== null && (frame.contains(hit) || hit.contains(frame));
  });
  return { name, been, rung, seen, inDialog: at.closest("dialog, [popover]") !== null, width: box.width };
}"""
REACHABLE = """() => {
  const all = "a[href], button, input, select, textarea, summary, [tabindex='0']";
  const isShown = (each) => each.checkVisibility({ visibilityProperty: true, opacityProperty: false });
  const groups = new Set();
  return [...document.querySelectorAll(all)].filter((each) => {
    if (each.disabled || each.tabIndex < 0 || !isShown(each)) return false;
    if (each.type !== "radio") return !window.walked.includes(each);
    if (groups.has(each.name)) return false;
    groups.add(each.name);
    return ![...document.querySelectorAll(`input[name="${each.name}"]`)].some((one) => window.walked.includes(one));
  }).map((each) => each.outerHTML.slice(0, 160));
}"""


def walk(page: Page) -> list[str]:
    """Walk the whole page and return what is wrong: a step whose focus is not seen, and what was not reached."""
    page.evaluate("() => { window.walked = []; document.activeElement?.blur(); scrollTo(0, 0); }")
    wrong: list[str] = []
    ends = 0
    for _ in range(STEPS_MAX):
        page.keyboard.press("Tab")
        step = page.evaluate(STEP)
        if step is None and ends == 0:
            ends += 1  # it may have begun in the middle, where something was pressed: the beginning is still to come
            continue
        if step is None or step["been"]:
            break
        if not step["rung"]:
            wrong.append(f"no ring: {step['name']}")
        if not step["seen"]:
            wrong.append(f"covered: {step['name']}")
    return wrong + [f"not reached: {html}" for html in page.evaluate(REACHABLE)]


def focused_within(page: Page, selector: str) -> bool:
    """Whether the focus is within what `selector` finds, or on no element at all (the browser's own buttons)."""
    return bool(page.evaluate("(it) => document.activeElement === document.body || "
                              "document.activeElement.closest(it) !== null", selector))  # fmt: skip
