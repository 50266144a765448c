/**
 * Notes what the server commits to, while somebody is logged in: rules in force, then the seeds that are in force after
 * them. `useTableNotes` does the same with the state of a crash table, for the screen that watches one.
 */
"use client";

import { useCallback, useEffect } from "react";

import { useSession, useSessionActs } from "@/session";
import { useConnection, usePlayer } from "@/sync";

import { roundNumber } from "../proof/crash";
import { readRules, rulesDigest } from "../proof/rules";
import type { RulesWanted } from "../proof/verify";
import { askRules, askSeeds } from "../wire";
import { bookOf, useNoteBook } from "./books";
import { rulesNote, withRules, withSeeds, withTable, type TableShown } from "./notes";
import { shownRules } from "./shownRules";
import type { NoteBook } from "./stored";

/** Keep the notes of the player up to date. Mounted once, in the frame. */
export function useNotes(): void {
  const session = useSession();
  const acts = useSessionActs();
  const games = usePlayer((player) => player.games);
  const isOpen = useConnection().status === "open";
  const account = session.status === "member" ? session.user.id : null;
  useEffect(() => {
    if (account === null || games === undefined || !isOpen) return;
    const book = bookOf(account);
    const note = async () => {
      for (const rules of shownRules(games)) await noteRules(book, rules);
      const seeds = await askSeeds(await acts.token());
      book.update((notes) => withSeeds(notes, seeds, Date.now()));
    };
    // What cannot be noted now is noted with the next connection; a proof without it is consistent at most.
    void note().catch(() => undefined);
  }, [account, games, isOpen, acts]);
}

async function noteRules(book: NoteBook, { game, id, version }: RulesWanted): Promise<void> {
  if (rulesNote(book.read(), game, id, version) !== undefined) return;
  const rules = readRules(game, await askRules({ game, id, version }));
  const digest = await rulesDigest(rules);
  book.update((notes) => withRules(notes, { game, id, version, digest }, Date.now()));
}

/** Return what notes the chain of a crash table, given its state. */
export function useTableNotes(): (table: TableShown) => void {
  const book = useNoteBook();
  return useCallback(
    (table) => void book.update((notes) => withTable(notes, table, roundNumber(table.round_id), Date.now())),
    [book],
  );
}
