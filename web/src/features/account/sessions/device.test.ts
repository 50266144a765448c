import { describe, expect, it } from "vitest";

import { deviceOf } from "./device";

const WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)";

describe("deviceOf", () => {
  it.each([
    [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/142.0.0.0 Safari/537.36`, "Chrome", "Windows"],
    [`Mozilla/5.0 (Windows NT 10.0) ${WEBKIT} Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0`, "Edge", "Windows"],
    [
      `Mozilla/5.0 (Linux; Android 15; SM-S921N) ${WEBKIT} SamsungBrowser/28.0 Chrome/130.0 Mobile Safari/537.36`,
      "Samsung Internet",
      "Android",
    ],
    ["Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Mobile Safari/604.1", "Safari", "iPhone"],
    [`Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) CriOS/142.0 Mobile Safari/604.1`, "Chrome", "iPhone"],
    ["Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0", "Firefox", "Linux"],
    [`Mozilla/5.0 (X11; Linux x86_64) ${WEBKIT} HeadlessChrome/142.0.0.0 Safari/537.36`, "Chrome", "Linux"],
  ])("knows %s", (client, browser, system) => {
    expect(deviceOf(client)).toEqual({ kind: "browser", browser, system });
  });

  it("takes what is no browser for a program, and guesses nothing of one that says nothing", () => {
    expect(deviceOf("python-httpx/0.28.1").kind).toBe("program");
    expect(deviceOf("")).toEqual({ kind: "program", browser: undefined, system: undefined });
    expect(deviceOf("Mozilla/5.0 (Unheard)")).toEqual({ kind: "browser", browser: undefined, system: undefined });
  });
});
