"""axe looks at a page: WCAG 2 to level AA, and best practices. Its script comes as a debugger's, past the policy."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

SCRIPT = Path(__file__).parents[3] / "web" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
RUN = """async (rules) => {
  const found = await axe.run(document, { runOnly: { type: "tag", values: rules }, resultTypes: ["violations"] });
  return found.violations.map(({ id, impact, help, nodes }) =>
    ({ id, impact, help, nodes: nodes.map(({ html, any, all }) =>
      [html.slice(0, 200), ...[...any, ...all].map(({ message }) => message)].join(" | ")) }));
}"""


def violations(page: Page) -> list[str]:
    """Return what axe objects to on the page as it is, a line for each element."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(SCRIPT.read_text())
    found: list[dict[str, Any]] = page.evaluate(RUN, list(RULES))
    return [f"{rule['id']} ({rule['impact']}): {node}" for rule in found for node in rule["nodes"]]
