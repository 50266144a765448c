import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { browserEnvironment } from "./browser";
import type { Signal } from "./environment";

let page: EventTarget & { visibilityState: string };
let frame: EventTarget;
let heard: Signal[];

beforeEach(() => {
  page = Object.assign(new EventTarget(), { visibilityState: "visible" });
  frame = new EventTarget();
  heard = [];
  vi.stubGlobal("document", page);
  vi.stubGlobal("window", frame);
  vi.stubGlobal("navigator", { onLine: false });
  vi.stubGlobal("WebSocket", EventTarget);
});

afterEach(() => {
  vi.unstubAllGlobals();
});

function happen(target: EventTarget, ...types: string[]): void {
  types.forEach((type) => target.dispatchEvent(new Event(type)));
}

it("tells of the page's network, of its sleep, and of somebody who looks at it", () => {
  browserEnvironment().watch((signal) => heard.push(signal));
  happen(frame, "offline", "online", "pagehide", "pageshow");
  happen(page, "freeze", "resume", "visibilitychange");
  expect(heard).toEqual(["offline", "online", "asleep", "awake", "asleep", "awake", "shown"]);
});

it("says nothing of a page that is looked away from", () => {
  browserEnvironment().watch((signal) => heard.push(signal));
  page.visibilityState = "hidden";
  happen(page, "visibilitychange");
  expect(heard).toEqual([]);
});

it("tells nobody any more who has stopped to watch", () => {
  browserEnvironment().watch((signal) => heard.push(signal))();
  happen(frame, "online", "offline", "pagehide", "pageshow");
  expect(heard).toEqual([]);
});

it("knows whether the device has a network", () => {
  expect(browserEnvironment().isOnline()).toBe(false);
});
