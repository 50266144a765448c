import type { ReactNode } from "react";

import { EntranceFrame } from "@/features/entrance/EntranceFrame";

export default function EntranceLayout({ children }: { readonly children: ReactNode }) {
  return <EntranceFrame>{children}</EntranceFrame>;
}
