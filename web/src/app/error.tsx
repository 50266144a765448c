"use client";

import { BrokenScreen } from "@/frame/BrokenScreen";

export default function ErrorPage() {
  return <BrokenScreen />;
}
