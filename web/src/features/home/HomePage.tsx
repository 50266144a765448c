/** The first page: the dashboard of a player, or the welcome of somebody who is not logged in. */
"use client";

import { DashboardPage } from "@/features/dashboard/DashboardPage";
import { WelcomePage } from "@/features/welcome/WelcomePage";
import { useSession } from "@/session";

export function HomePage() {
  return useSession().status === "member" ? <DashboardPage /> : <WelcomePage />;
}
