/** The first page: the dashboard of a player, or the welcome of somebody who is not logged in. Each loads its own. */
"use client";

import { lazy, Suspense } from "react";

import { Skeleton } from "@/design";
import { memberPart, useSession } from "@/session";

const DashboardPage = memberPart(async () => (await import("@/features/dashboard/DashboardPage")).DashboardPage);
const WelcomePage = lazy(async () => ({ default: (await import("@/features/welcome/WelcomePage")).WelcomePage }));

export function HomePage() {
  const { status } = useSession();
  return (
    <Suspense fallback={<Skeleton shape="box" lines={3} />}>
      {status === "member" ? <DashboardPage /> : <WelcomePage />}
    </Suspense>
  );
}
