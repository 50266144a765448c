/** Keeps the notes of whoever is logged in, on every screen. Shows nothing. */
"use client";

import { useSession } from "@/session";

import { useNotes } from "./useNotes";

export function NotesKeeper() {
  return useSession().status === "member" ? <Keeper /> : null;
}

function Keeper() {
  useNotes();
  return null;
}
