import { expect, test } from "vitest";

import { atLeast } from "./shares";

test.each([
  [0.9495, "94.95%"],
  [0.949_496, "94.94%"],
  [0.949_999, "94.99%"],
  [1, "100%"],
])("a return of %d is at least %s", (share, said) => {
  expect(atLeast(share, "en")).toBe(said);
  expect(atLeast(share, "ko")).toBe(said);
});
