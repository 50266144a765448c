import fc from "fast-check";
import { expect, it } from "vitest";

import { share } from "./sharing";

it("is equal to what came, whatever was before", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (before, after) => {
      expect(share(before, after)).toEqual(after);
    }),
  );
});

it("is what was before when nothing has changed", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(Object.is(share(value, structuredClone(value)), value)).toBe(true);
    }),
  );
});

it("keeps each part that has not changed", () => {
  const before = { profile: { gold: 1, debts: {} }, events: [{ id: "a" }, { id: "b" }] };
  const after = share(before, { profile: { gold: 2, debts: {} }, events: [{ id: "a" }, { id: "c" }] });
  expect(after).not.toBe(before);
  expect(after.profile.debts).toBe(before.profile.debts);
  expect(after.events[0]).toBe(before.events[0]);
  expect(after.events[1]).not.toBe(before.events[1]);
});

it("takes a field that is gone for a change", () => {
  expect(share({ a: 1, b: 2 }, { a: 1 })).toEqual({ a: 1 });
  expect(share<object>({ a: 1 }, { b: 1 })).toEqual({ b: 1 });
});
