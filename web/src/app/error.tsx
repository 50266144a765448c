"use client";

import { BrokenScreen } from "@/frame/BrokenScreen";

export default function ErrorPage({ error }: { readonly error: Error }) {
  return <BrokenScreen error={error} />;
}
