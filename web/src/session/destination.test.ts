import { expect, it } from "vitest";

import { destinationOf, logInThenTo } from "./destination";

const HERE = "https://play.example";

it("leads back to the page that somebody came for", () => {
  const logIn = logInThenTo("/fairness?round=main-88");
  expect(destinationOf(logIn.slice(logIn.indexOf("?")), HERE)).toBe("/fairness?round=main-88");
  expect(logInThenTo("/")).toBe("/login");
});

it("follows no way out of the site", () => {
  for (const out of [
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "javascript:alert(1)",
    "crash",
    "",
  ]) {
    expect(destinationOf(`?next=${encodeURIComponent(out)}`, HERE)).toBe("/");
  }
});
