import { expect, test } from "vitest";

import { aliasOf } from "./alias";

// Computed by actors/crash/view.py, with Python's hashlib.
test.each([
  ["u1", "n***p"],
  ["01JDB3YX7M8Q4T9V2W5Z6A1C3E", "v***o"],
  ["0193e3a4-5b6c-7d8e-9f00-112233445566", "u***y"],
  ["a".repeat(128), "z***r"],
  ["한글", "b***w"],
])("a table shows the player %s as %s", (id, alias) => {
  expect(aliasOf(id)).toBe(alias);
});

test("an id that is longer than any player's has no alias", () => {
  expect(aliasOf("a".repeat(129))).toBe("");
});
