import { expect, test } from "vitest";

import { exactShare } from "./shares";

test.each([
  [0.006, "0.6%"],
  [0.943, "94.3%"],
  [0.016342129, "1.6342%"],
  [1, "100%"],
])("%d is disclosed as %s", (share, said) => {
  expect(exactShare(share, "en")).toBe(said);
  expect(exactShare(share, "ko")).toBe(said);
});
