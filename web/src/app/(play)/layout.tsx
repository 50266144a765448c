import type { ReactNode } from "react";

import { NotesKeeper } from "@/features/fairness/notes/NotesKeeper";
import { Shell } from "@/frame/Shell";

export default function PlayLayout({ children }: { readonly children: ReactNode }) {
  return (
    <>
      <NotesKeeper />
      <Shell>{children}</Shell>
    </>
  );
}
