/** Notes outlast the page, are shared by tabs, and are nothing when they cannot be read. */

import { expect, test } from "vitest";

import { NOTHING_NOTED, seedNote, withRules, withSeeds, withTable, type Notes } from "./notes";
import { NoteBook, notesFrom, type TextStore } from "./stored";

class MemoryStore implements TextStore {
  readonly texts = new Map<string, string>();

  getItem(key: string): string | null {
    return this.texts.get(key) ?? null;
  }

  setItem(key: string, text: string): void {
    this.texts.set(key, text);
  }
}

const FORBIDDEN: TextStore = {
  getItem: () => {
    throw new Error("forbidden");
  },
  setItem: () => {
    throw new Error("forbidden");
  },
};

function noted(hash: string): (notes: Notes) => Notes {
  const shown = { server_seed_hash: hash, next_server_seed_hash: `${hash}+`, client_seed: "c", nonce: 2 };
  return (notes) => withSeeds(notes, shown, 5);
}

test("everything that was noted is read again", () => {
  const store = new MemoryStore();
  const chain = { terminating_hash: "t", salt: "s", length: 9 };
  const table = { table: "main", round_id: "main-3", phase: "running", chain_index: 3, chain };
  const rule = { game: "rps", id: "standard", version: 1, digest: "d" };
  const written = new NoteBook("u1", store).update((notes) =>
    withTable(noted("a")(withRules(notes, rule, 1)), table, 3, 2),
  );
  expect(new NoteBook("u1", store).read()).toEqual(written);
  expect(new NoteBook("u2", store).read()).toEqual(NOTHING_NOTED);
});

test("tabs do not write over what others have seen", () => {
  const store = new MemoryStore();
  const [one, other] = [new NoteBook("u1", store), new NoteBook("u1", store)];
  one.update(noted("a"));
  other.update(noted("b"));
  expect(one.update(noted("c")).seeds.map((note) => note.hash)).toEqual(["a", "a+", "b", "b+", "c", "c+"]);
});

test.each([null, FORBIDDEN])("without storage notes last as long as the page", (store) => {
  const book = new NoteBook("u1", store);
  book.update(noted("a"));
  expect(seedNote(book.read(), "a")).toBeDefined();
});

test.each(["", "{", "7", '{"schema":2}', '{"schema":1,"seeds":[{}],"chains":[],"rules":[]}'])(
  "an entry that cannot be read is nothing noted: %s",
  (text) => {
    const store = new MemoryStore();
    store.setItem("pitboss.fairness.u1", text);
    expect(new NoteBook("u1", store).read()).toEqual(NOTHING_NOTED);
  },
);

test("a note of another shape is none", () => {
  expect(notesFrom({ schema: 1, seeds: [{ hash: 7 }], chains: [], rules: [] })).toEqual(NOTHING_NOTED);
});
