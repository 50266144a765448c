/** Shows a page to somebody who is logged in; anybody else logs in first and comes back to it. */
"use client";

import { useRouter } from "next/navigation";
import { useEffect, type ReactNode } from "react";

import { logInThenTo } from "./destination";
import { useSession } from "./SessionProvider";

export function MembersOnly({ waiting, children }: { readonly waiting: ReactNode; readonly children: ReactNode }) {
  const session = useSession();
  const router = useRouter();
  useEffect(() => {
    if (session.status === "anonymous") {
      const { pathname, search } = window.location;
      router.replace(session.because === "left" ? "/" : logInThenTo(pathname + search));
    }
  }, [session, router]);
  return session.status === "member" ? children : waiting;
}
