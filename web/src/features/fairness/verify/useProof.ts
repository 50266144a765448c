/** Loads the record of a round and its rules, and verifies it; the walk along a chain is given up when nobody looks. */
"use client";

import { useCallback, useEffect, useState } from "react";

import { asProblem } from "@/api/problem";

import { useNoteBook } from "../notes/books";
import { withAnchor } from "../notes/notes";
import type { NoteBook } from "../notes/stored";
import { rulesWanted, verify, type Verified } from "../proof/verify";
import { askRound, askRules } from "../wire";

export type Proof =
  | { readonly status: "working"; readonly walked: number | null }
  | { readonly status: "missing" }
  | { readonly status: "failed"; readonly code: string }
  | { readonly status: "done"; readonly verified: Verified; readonly answer: unknown; readonly rules: unknown };

const WORKING: Proof = { status: "working", walked: null };

/** Return the proof of a round, and what verifies it again. */
export function useProof(roundId: string): { readonly proof: Proof; readonly again: () => void } {
  const book = useNoteBook();
  const [proof, setProof] = useState<{ readonly of: string; readonly proof: Proof }>({ of: "", proof: WORKING });
  const [tries, setTries] = useState(0);
  useEffect(() => {
    const left = new AbortController();
    const show = (shown: Proof) => {
      if (!left.signal.aborted) setProof({ of: roundId, proof: shown });
    };
    void proofOf(roundId, book, show, left.signal).then(show, (error: unknown) => show(failureOf(error)));
    return () => left.abort();
  }, [roundId, book, tries]);
  const again = useCallback(() => {
    setProof({ of: "", proof: WORKING });
    setTries((count) => count + 1);
  }, []);
  return { proof: proof.of === roundId ? proof.proof : WORKING, again };
}

async function proofOf(id: string, book: NoteBook, show: (proof: Proof) => void, signal: AbortSignal): Promise<Proof> {
  const answer = await askRound(id, signal);
  const wanted = rulesWanted(answer);
  const rules = wanted === null ? null : await askRules(wanted, signal).catch(() => null);
  const onProgress = (walked: number) => show({ status: "working", walked });
  const verified = await verify(answer, { notes: book.read(), rules, onProgress, signal });
  const { anchor } = verified;
  if (anchor !== null) book.update((notes) => withAnchor(notes, anchor.terminatingHash, anchor));
  return { status: "done", verified, answer, rules };
}

function failureOf(error: unknown): Proof {
  const problem = asProblem(error);
  return problem.status === 404 ? { status: "missing" } : { status: "failed", code: problem.code };
}
