/** A screen for members: anybody else is sent to the log-in page, and comes back. */
"use client";

import type { ReactNode } from "react";

import { Skeleton } from "@/design";
import { MembersOnly } from "@/session";

export function Member({ children }: { readonly children: ReactNode }) {
  return <MembersOnly waiting={<Skeleton shape="box" lines={3} />}>{children}</MembersOnly>;
}
