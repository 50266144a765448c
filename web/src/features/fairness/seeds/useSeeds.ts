/** The seeds of the player: loaded, noted, and changed. */
"use client";

import { useCallback, useEffect, useState } from "react";

import { asProblem } from "@/api/problem";
import { useSessionActs } from "@/session";
import { useCommands, type CommandFault } from "@/sync";

import { useNoteBook } from "../notes/books";
import { withSeeds, type SeedsShown } from "../notes/notes";
import { proveRotation, type Rotated, type RotationProof } from "../proof/rotation";
import { askSeeds } from "../wire";

/** A rotation that was done here, with its proof. */
export interface Revealed {
  readonly rotated: Rotated;
  readonly proof: RotationProof;
}

export interface Seeds {
  /** Null while they load. */
  readonly shown: SeedsShown | null;
  /** Code of the problem, when they could not be loaded. */
  readonly failed: string | null;
  readonly revealed: Revealed | null;
  readonly load: () => void;
  /** Change the seeds; null: the next client seed follows from the request. Return why it failed, or null. */
  readonly rotate: (clientSeed: string | null) => Promise<CommandFault | null>;
}

export function useSeeds(): Seeds {
  const acts = useSessionActs();
  const book = useNoteBook();
  const { send } = useCommands();
  const [shown, setShown] = useState<SeedsShown | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const [revealed, setRevealed] = useState<Revealed | null>(null);
  const note = useCallback(
    (seeds: SeedsShown) => {
      book.update((notes) => withSeeds(notes, seeds, Date.now()));
      setShown(seeds);
      setFailed(null);
    },
    [book],
  );
  const load = useCallback(() => {
    void acts
      .token()
      .then(askSeeds)
      .then(note, (error: unknown) => setFailed(asProblem(error).code));
  }, [acts, note]);
  useEffect(load, [load]);
  const rotate = useCallback(
    async (clientSeed: string | null) => {
      const outcome = await send("seeds.rotate", clientSeed === null ? {} : { client_seed: clientSeed });
      if (!outcome.ok) return outcome.error;
      const rotated = outcome.payload;
      if (shown !== null) setRevealed({ rotated, proof: await proveRotation(shown, rotated) });
      note(rotated);
      return null;
    },
    [send, shown, note],
  );
  return { shown, failed, revealed, load, rotate };
}
