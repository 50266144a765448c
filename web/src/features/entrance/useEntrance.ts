/** One try at a time to get in: while it runs the form is busy, and what was refused stands beside its field. */
"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useState, type SubmitEvent } from "react";

import { asProblem } from "@/api/problem";
import { destinationOf, useSession } from "@/session";
import { useTexts } from "@/texts";
import { entranceTexts } from "@/texts/entrance";

import { faultsOfRefusal, isFaulty, type Faults } from "./faults";

export interface Typed {
  readonly username: string;
  readonly password: string;
  readonly totp: string;
}

interface Entrance {
  readonly faults: Faults;
  readonly busy: boolean;
  readonly form: React.RefObject<HTMLFormElement | null>;
  readonly submit: (event: SubmitEvent<HTMLFormElement>) => void;
}

function typedIn(form: HTMLFormElement): Typed {
  const data = new FormData(form);
  const text = (name: string) => {
    const value = data.get(name);
    return typeof value === "string" ? value : "";
  };
  return { username: text("username").trim(), password: text("password"), totp: text("totp").trim() };
}

export function useEntrance(check: (typed: Typed) => Faults, enter: (typed: Typed) => Promise<void>): Entrance {
  const t = useTexts(entranceTexts);
  const router = useRouter();
  const session = useSession();
  const form = useRef<HTMLFormElement>(null);
  const [faults, setFaults] = useState<Faults>({});
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    if (session.status === "member") {
      router.replace(destinationOf(window.location.search, window.location.origin));
    }
  }, [session.status, router]);
  useEffect(() => {
    form.current?.querySelector<HTMLInputElement>("[aria-invalid]")?.focus();
  }, [faults]);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) {
      return;
    }
    const typed = typedIn(event.currentTarget);
    const found = check(typed);
    setFaults(found);
    if (isFaulty(found)) {
      return;
    }
    setBusy(true);
    enter(typed)
      .catch((error: unknown) => setFaults(faultsOfRefusal(asProblem(error), t.errors)))
      .finally(() => setBusy(false));
  };
  return { faults, busy, form, submit };
}
