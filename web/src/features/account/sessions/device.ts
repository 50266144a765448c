/** Which device a session is on, as far as its client has said (`User-Agent`, cut after 200 characters). */

export interface Device {
  /** "program": no browser. Undefined: it did not say, or nothing that is known here. */
  readonly kind: "browser" | "program";
  readonly browser?: string;
  readonly system?: string;
}

/** In this order: each browser also names those that it is like. */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/\bEdgA?\/|\bEdgiOS\//, "Edge"],
  [/\bOPR\/|\bOPT\//, "Opera"],
  [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\bWhale\//, "Whale"],
  [/\bFirefox\/|\bFxiOS\//, "Firefox"],
  [/\bChrome\/|\bCriOS\/|\bHeadlessChrome\//, "Chrome"],
  [/\bSafari\//, "Safari"],
];
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/\biPhone\b/, "iPhone"],
  [/\biPad\b/, "iPad"],
  [/\bAndroid\b/, "Android"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bWindows\b/, "Windows"],
  [/\bMac OS X\b|\bMacintosh\b/, "macOS"],
  [/\bLinux\b/, "Linux"],
];

function firstOf(known: readonly (readonly [RegExp, string])[], client: string): string | undefined {
  return known.find(([pattern]) => pattern.test(client))?.[1];
}

export function deviceOf(client: string): Device {
  return {
    kind: client.startsWith("Mozilla/") ? "browser" : "program",
    browser: firstOf(BROWSERS, client),
    system: firstOf(SYSTEMS, client),
  };
}
