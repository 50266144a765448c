import type { ReactNode } from "react";

import { Shell } from "@/frame/Shell";

export default function PlayLayout({ children }: { readonly children: ReactNode }) {
  return <Shell>{children}</Shell>;
}
