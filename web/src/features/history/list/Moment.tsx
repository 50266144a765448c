/** A moment, readable by machines as well. */
"use client";

import { useFormats } from "@/texts";

export function Moment({ at }: { readonly at: number }) {
  const formats = useFormats();
  return <time dateTime={new Date(at).toISOString()}>{formats.moment(at)}</time>;
}
