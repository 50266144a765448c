/** The note books of this browser, one for each account; guests have one as well. */
"use client";

import { useMemo } from "react";

import { useSession } from "@/session";

import { NoteBook } from "./stored";

const GUEST = "guest";
const books = new Map<string, NoteBook>();

function storage(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

/** Return the notes of an account: the same book each time. */
export function bookOf(account: string): NoteBook {
  const book = books.get(account) ?? new NoteBook(account, storage());
  books.set(account, book);
  return book;
}

/** The notes of whoever is logged in. */
export function useNoteBook(): NoteBook {
  const session = useSession();
  const account = session.status === "member" ? session.user.id : GUEST;
  return useMemo(() => bookOf(account), [account]);
}
