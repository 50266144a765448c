import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";

import "@/design/tokens.css";
import "@/design/base.css";
import { onest } from "@/design/fonts/onest";
import { AppRoot } from "@/frame/AppRoot";

export const metadata: Metadata = {
  description: "Crash, slots, gacha and more, free to play and provably fair.",
  icons: { icon: "/icon.svg" },
  manifest: "/manifest.json",
};

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: dark)", color: "#0d100f" },
    { media: "(prefers-color-scheme: light)", color: "#f5f7f5" },
  ],
};

export default function RootLayout({ children }: { readonly children: ReactNode }) {
  return (
    <html lang="en" className={onest.variable}>
      <body>
        <AppRoot>{children}</AppRoot>
      </body>
    </html>
  );
}
