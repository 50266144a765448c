import fc from "fast-check";
import { expect, it } from "vitest";

import { UlidSource } from "./ulid";

const CROCKFORD = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

it("rise strictly, however the clock stands, jumps or goes back", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 2, maxLength: 50 }), (times) => {
      const clock = [...times];
      const source = new UlidSource(
        () => clock.shift() ?? 0,
        () => 0.999,
      );
      const ids = times.map(() => source.next());
      expect(ids.toSorted()).toEqual(ids);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids.every((id) => CROCKFORD.test(id))).toBe(true);
    }),
  );
});

it("begin with the time, as the specification's example does", () => {
  const source = new UlidSource(
    () => 1_469_918_176_385,
    () => 0,
  );
  expect(source.next()).toBe(`01ARYZ6S41${"0".repeat(16)}`);
  expect(source.next()).toBe(`01ARYZ6S41${"0".repeat(15)}1`);
});

it("borrow the next millisecond when the random part is used up", () => {
  const source = new UlidSource(
    () => 1,
    () => 0.9999,
  );
  expect([source.next(), source.next()]).toEqual([`0000000001${"Z".repeat(16)}`, `0000000002${"0".repeat(16)}`]);
});
