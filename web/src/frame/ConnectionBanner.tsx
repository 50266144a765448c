/**
 * Tells how the page is connected, while that is worth telling. It lies over the screen, so that nothing moves.
 *
 * Screen readers hear the change, not the seconds. A short break shows nothing: the banner fades in after a moment.
 */
"use client";

import { useEffect, useRef, useState } from "react";

import type { Connection, StopReason } from "@pitboss/client";

import { Button, classes } from "@/design";
import { useCommands, useConnection } from "@/sync";
import { useTexts } from "@/texts";
import { connectionTexts } from "@/texts/connection";

import styles from "./ConnectionBanner.module.css";

const BACK_SHOWN_MS = 4_000;
/** Reasons after which a person can connect again from this page. */
const RECONNECTS: ReadonlySet<StopReason> = new Set(["replaced", "too_many"]);
const RELOADS: ReadonlySet<StopReason> = new Set(["reload", "malformed"]);

/** Return whether the connection has just come back, after having been away. */
function useIsBack(connection: Connection): boolean {
  const wasAway = useRef(false);
  const [isBack, setIsBack] = useState(false);
  const { status } = connection;
  useEffect(() => {
    if (status !== "open") {
      wasAway.current ||= status === "waiting" || status === "offline";
      return undefined;
    }
    if (!wasAway.current) {
      return undefined;
    }
    wasAway.current = false;
    const show = setTimeout(() => setIsBack(true), 0);
    const hide = setTimeout(() => setIsBack(false), BACK_SHOWN_MS);
    return () => {
      clearTimeout(show);
      clearTimeout(hide);
      setIsBack(false);
    };
  }, [status]);
  return isBack;
}

function Countdown({ until }: { readonly until: number }) {
  const t = useTexts(connectionTexts);
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(0, Math.ceil((until - now) / 1000));
  return (
    <span className="number" aria-hidden="true">
      {seconds === 0 ? t.connecting : t.retryIn(seconds)}
    </span>
  );
}

function StoppedActs({ reason }: { readonly reason: StopReason }) {
  const t = useTexts(connectionTexts);
  const { reconnect } = useCommands();
  if (RECONNECTS.has(reason)) {
    return (
      <Button size="s" onClick={reconnect}>
        {t.reconnect}
      </Button>
    );
  }
  return RELOADS.has(reason) ? (
    <Button size="s" onClick={() => window.location.reload()}>
      {t.reload}
    </Button>
  ) : null;
}

function Words({ connection, isBack }: { readonly connection: Connection; readonly isBack: boolean }) {
  const t = useTexts(connectionTexts);
  switch (connection.status) {
    case "connecting":
      return t.connecting;
    case "waiting":
      return (
        <>
          {t.waiting} <Countdown until={connection.retryAt} />
        </>
      );
    case "offline":
      return t.offline;
    case "stopped":
      return (
        <>
          {t.stopped[connection.reason]} <StoppedActs reason={connection.reason} />
        </>
      );
    case "open": {
      const missed = connection.resumed?.missed ?? 0;
      return isBack ? (missed > 0 ? t.resumed(missed) : t.back) : null;
    }
  }
}

export function ConnectionBanner() {
  const connection = useConnection();
  const isBack = useIsBack(connection);
  const { status } = connection;
  // Who may not play has a notice of their own, with the reason and the end.
  const isOver = status === "stopped" && (connection.reason === "closed" || connection.reason === "forbidden");
  const shows = status === "open" ? isBack : !isOver;
  return (
    <div role="status" data-connection={status} className={styles.region}>
      {shows && (
        <p className={classes(styles.banner, styles[status])}>
          <Words connection={connection} isBack={isBack} />
        </p>
      )}
    </div>
  );
}
