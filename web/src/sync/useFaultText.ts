/** Words about a command or a request that came to nothing: what happened, and what to do. */
"use client";

import { useCallback } from "react";

import { useFormats, useTexts, type Formats } from "@/texts";
import { faultTexts } from "@/texts/faults";

type Words = (typeof faultTexts)["en"];
type Details = Readonly<Record<string, unknown>>;

/** What is known of a refusal: of a command, or of a request (a Problem). */
export interface Refused {
  readonly code: string;
  readonly details?: Details;
}

function amount(details: Details, name: string): number | undefined {
  const value = details[name];
  return typeof value === "number" ? value : undefined;
}

/** Return the words for a code; with its figures where they say more. */
export function faultText({ code, details = {} }: Refused, words: Words, formats: Formats): string {
  const need = amount(details, "need");
  const have = amount(details, "have");
  if (code === "insufficient_gold" && need !== undefined && have !== undefined) {
    const currency = typeof details.currency === "string" ? details.currency : "gold";
    const name = words.currencies[currency as keyof Words["currencies"]] as string | undefined;
    return words.tooLittle(formats.number(need - have), name ?? currency);
  }
  const until = amount(details, "until");
  if (code === "self_excluded" && until !== undefined) {
    return words.excludedUntil(formats.fullMoment(until));
  }
  const max = amount(details, "max");
  const min = amount(details, "min");
  if (code === "invalid_payload" && min !== undefined && max !== undefined) {
    return words.bounds(formats.number(min), formats.number(max));
  }
  return (words.codes as Readonly<Record<string, string>>)[code] ?? words.codes.internal;
}

export function useFaultText(): (refused: Refused) => string {
  const words = useTexts(faultTexts);
  const formats = useFormats();
  return useCallback((refused) => faultText(refused, words, formats), [words, formats]);
}
