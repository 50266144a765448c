/**
 * The other tabs of this browser: a lock that one of them holds while it refreshes, a channel for what came of it, and
 * a mark that there is a session at all. The mark is no secret; without it a page does not ask for a session in vain.
 */
import type { TabMessage } from "./shapes";

const CHANNEL = "pitboss.session";
const LOCK = "pitboss.session.refresh";
const MARK = "pitboss.signed_in";

export interface Tabs {
  /** Run `work` while no other tab runs its own. */
  alone<T>(work: () => Promise<T>): Promise<T>;
  tell(message: TabMessage): void;
  listen(listener: (message: TabMessage) => void): void;
  marked(): boolean;
  mark(signedIn: boolean): void;
}

/** Whether this browser has a session, as far as it knows. */
export function isMarked(): boolean {
  return typeof localStorage !== "undefined" && localStorage.getItem(MARK) !== null;
}

export function browserTabs(): Tabs {
  const channel = new BroadcastChannel(CHANNEL);
  return {
    // Web Locks are there in secure contexts alone; the gateway forgives two refreshes at once.
    alone: async (work) => ("locks" in navigator ? await navigator.locks.request(LOCK, work) : await work()),
    tell: (message) => channel.postMessage(message),
    listen: (listener) => channel.addEventListener("message", ({ data }: MessageEvent<TabMessage>) => listener(data)),
    marked: isMarked,
    mark: (signedIn) => (signedIn ? localStorage.setItem(MARK, "1") : localStorage.removeItem(MARK)),
  };
}
