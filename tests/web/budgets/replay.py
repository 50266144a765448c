"""More at a crash table than a platform on this machine could bring: its messages, said to the page's own socket.

They come in where the real ones do, as text, and are counted among them; the page cannot tell.
"""

from playwright.sync_api import BrowserContext, Page

PATCH = """{
  const Real = window.WebSocket;
  const at = { n: 0, added: 0, hear: null, round: "", started: false };
  const counted = (event) => {
    const message = JSON.parse(event.data);
    const { payload } = message;
    if (message.topic === "crash:main") {
      at.n = message.n;
      message.n += at.added;
      at.started = message.type === "round_start" || (at.started && message.type !== "round_open");
    } else if (message.re !== undefined && payload?.table === "main" && payload.commit !== undefined) {
      at.n = message.seq;
      message.seq += at.added;
      at.started = payload.phase === "running";
    } else {
      return event;
    }
    at.round = payload.round_id ?? at.round;
    return { data: JSON.stringify(message) };
  };
  const say = (number) => {
    at.added += 1;
    const payload = { round_id: at.round, player: `Player ${number % 997}` };
    const message = { topic: "crash:main", n: at.n + at.added, ...(at.started
      ? { type: "cashed_out", payload: { ...payload, multiplier: "1.25", payout: 125 } }
      : { type: "bet_placed", payload: { ...payload, bet: 100 } }) };
    at.hear({ data: JSON.stringify(message) });
  };
  window.replay = {
    isReady: () => at.hear !== null && at.round !== "",
    /** Say `count` messages, evenly within `ms`. */
    pour: (count, ms) => new Promise((done) => {
      const begun = performance.now();
      let said = 0;
      const timer = setInterval(() => {
        const due = Math.min(count, Math.floor(count * (performance.now() - begun) / ms));
        for (; said < due && at.hear !== null; said += 1) say(said);
        if (said < count) return;
        clearInterval(timer);
        done(said);
      }, 4);
    }),
  };
  window.WebSocket = class extends Real {
    set onmessage(hear) {
      at.hear = hear;
      super.onmessage = hear === null ? null : (event) => hear(counted(event));
    }
  };
}"""


def patch_socket(context: BrowserContext) -> None:
    """Let `pour` work in every page that is opened from now on."""
    context.add_init_script(PATCH)


def await_table(page: Page) -> None:
    """Wait until the page has heard of the table."""
    page.wait_for_function("() => window.replay.isReady()")


def pour(page: Page, messages: int, ms: int) -> None:
    """Say messages of the table, evenly within some ms."""
    assert page.evaluate(f"() => window.replay.pour({messages}, {ms})") == messages
