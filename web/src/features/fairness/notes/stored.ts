/**
 * Notes as they lie in localStorage, one entry for each account: written whole, read with suspicion.
 *
 * Whatever cannot be read is nothing noted, never an error: a proof that is not there is not claimed. Each change reads
 * the entry anew, so that tabs do not write over what others have seen.
 */

import { Reader } from "../proof/reading";
import { NOTHING_NOTED, type ChainNote, type Notes, type RulesNote, type SeedNote } from "./notes";

const SCHEMA = 1;
const KEY_PREFIX = "pitboss.fairness.";

/** The part of `Storage` that is needed. */
export type TextStore = Pick<Storage, "getItem" | "setItem">;

/** The notes of one account. Nothing throws: without storage, notes last as long as the page. */
export class NoteBook {
  private kept: Notes = NOTHING_NOTED;
  private readonly key: string;

  constructor(
    account: string,
    private readonly store: TextStore | null,
  ) {
    this.key = `${KEY_PREFIX}${account}`;
  }

  /** Return what is noted now, by any tab. */
  read(): Notes {
    try {
      const text = this.store?.getItem(this.key);
      if (text !== null && text !== undefined) this.kept = notesFrom(JSON.parse(text));
    } catch {
      // The entry is no JSON, or storage is forbidden: what this page has seen is still known.
    }
    return this.kept;
  }

  /** Change the notes. */
  update(change: (notes: Notes) => Notes): Notes {
    this.kept = change(this.read());
    try {
      this.store?.setItem(this.key, JSON.stringify({ schema: SCHEMA, ...this.kept }));
    } catch {
      // Storage is full or forbidden: the notes last as long as the page.
    }
    return this.kept;
  }
}

/** Return the notes that a stored value holds; nothing noted if it is of another shape. */
export function notesFrom(value: unknown): Notes {
  try {
    const stored = new Reader(value, "notes");
    if (stored.at("schema").whole() !== SCHEMA) return NOTHING_NOTED;
    return {
      seeds: stored.at("seeds").list(seedFrom),
      chains: stored.at("chains").list(chainFrom),
      rules: stored.at("rules").list(rulesFrom),
    };
  } catch {
    return NOTHING_NOTED;
  }
}

function seedFrom(note: Reader): SeedNote {
  return {
    hash: note.at("hash").text(),
    afterNonce: note.at("afterNonce").whole(),
    clientSeed: note.at("clientSeed").isAbsent ? null : note.at("clientSeed").text(),
    nextHash: note.at("nextHash").isAbsent ? null : note.at("nextHash").text(),
    seenAt: note.at("seenAt").whole(),
    inForceAt: note.at("inForceAt").isAbsent ? null : note.at("inForceAt").whole(),
  };
}

function chainFrom(note: Reader): ChainNote {
  return {
    table: note.at("table").text(),
    terminatingHash: note.at("terminatingHash").text(),
    length: note.at("length").whole(),
    firstRound: note.at("firstRound").whole(),
    fromRound: note.at("fromRound").whole(),
    salt: note.at("salt").text(),
    saltedRound: note.at("saltedRound").whole(),
    seenAt: note.at("seenAt").whole(),
    anchors: note.at("anchors").list((each) => ({ index: each.at("index").whole(), hash: each.at("hash").text() })),
  };
}

function rulesFrom(note: Reader): RulesNote {
  const mark = note.at("mark");
  return {
    game: note.at("game").text(),
    id: note.at("id").text(),
    version: note.at("version").whole(),
    digest: note.at("digest").text(),
    seenAt: note.at("seenAt").whole(),
    mark: mark.isAbsent
      ? null
      : { hash: mark.at("hash").text(), nonce: mark.at("nonce").whole(), at: mark.at("at").whole() },
  };
}
