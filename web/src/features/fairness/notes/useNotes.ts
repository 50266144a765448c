/**
 * Notes what the server commits to, while somebody is logged in: rules in force, then the seeds that are in force after
 * them. `useTableNotes` does the same with what is heard of a crash table, for the screen that watches one.
 */
"use client";

import type { TopicMessage, TopicRefused } from "@pitboss/client";
import { useCallback, useEffect, useRef } from "react";

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
import { watched } from "./watched";

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

/** Return what notes the chains of a crash table, given what is heard of it. */
export function useTableNotes(): (message: TopicMessage | TopicRefused) => void {
  const book = useNoteBook();
  const seen = useRef<TableShown | null>(null);
  return useCallback(
    (message) => {
      const shown = message.type === "refused" ? null : watched(seen.current, message);
      if (shown === null) return;
      seen.current = shown;
      book.update((notes) => withTable(notes, shown, roundNumber(shown.round_id), Date.now()));
    },
    [book],
  );
}
