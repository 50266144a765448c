/** Above every screen while the server does not let the player play: why, until when, and what is still open to them. */
"use client";

import { Button, ButtonLink } from "@/design";
import { InfoIcon } from "@/design/icons";
import { useCommands, useConnection } from "@/sync";
import { useFormats, useTexts, type Formats } from "@/texts";
import { standingTexts } from "@/texts/standing";

import styles from "./StandingNotice.module.css";
import { useStanding, type Standing } from "./useStanding";

type Words = (typeof standingTexts)["en"];

/** Return the words for a standing; null: nothing keeps the player from playing. A ban goes first. */
export function standingText(
  { banned, banned_until, ban_reason, excluded_until }: Standing,
  words: Words,
  formats: Pick<Formats, "fullMoment">,
): { readonly title: string; readonly text: string } | null {
  if (banned) {
    const title = banned_until === null ? words.banned : words.bannedUntil(formats.fullMoment(banned_until));
    return { title, text: words.bannedText(ban_reason) };
  }
  return excluded_until === null
    ? null
    : { title: words.excluded(formats.fullMoment(excluded_until)), text: words.excludedText };
}

export function StandingNotice() {
  const connection = useConnection();
  const isBarred = connection.status === "stopped" && connection.reason === "forbidden";
  return (
    <div role="status" className={styles.region}>
      {isBarred && <Barred />}
    </div>
  );
}

function Barred() {
  const t = useTexts(standingTexts);
  const formats = useFormats();
  const { reconnect } = useCommands();
  const { reading } = useStanding();
  if (reading.status === "loading") {
    return null;
  }
  const said = reading.status === "ready" ? standingText(reading.value, t, formats) : null;
  return (
    <div className={styles.notice} data-standing={said ? "barred" : "closed"}>
      <InfoIcon />
      <div className={styles.words}>
        <p className={styles.title}>{said?.title ?? t.closed}</p>
        <p>{said?.text ?? t.closedText}</p>
      </div>
      {said ? (
        <ButtonLink size="s" href="/account">
          {t.toAccount}
        </ButtonLink>
      ) : (
        <Button size="s" onClick={reconnect}>
          {t.reconnect}
        </Button>
      )}
    </div>
  );
}
