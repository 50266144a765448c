/** The menu of the account: who is logged in, language, log-out. A native popover: Escape and a press beside close it. */
"use client";

import { useRef } from "react";

import { Button } from "@/design";
import { AccountIcon, LogOutIcon } from "@/design/icons";
import { useSession, useSessionActs } from "@/session";
import { useTexts } from "@/texts";
import { frameTexts } from "@/texts/frame";

import styles from "./AccountMenu.module.css";
import { LanguageSwitch } from "./LanguageSwitch";
import { PlaceLink } from "./PlaceLink";

export function AccountMenu() {
  const t = useTexts(frameTexts);
  const session = useSession();
  const acts = useSessionActs();
  const menu = useRef<HTMLDivElement>(null);
  if (session.status !== "member") {
    return null;
  }
  const { username } = session.user;
  return (
    <>
      <button type="button" className={styles.opener} popoverTarget="account-menu" aria-label={t.account(username)}>
        <AccountIcon />
      </button>
      <div ref={menu} id="account-menu" popover="auto" className={styles.menu}>
        <p className={styles.name}>{username}</p>
        <PlaceLink place="account" look="row" onFollow={() => menu.current?.hidePopover()} />
        <LanguageSwitch />
        <Button kind="quiet" wide className={styles.leave} icon={<LogOutIcon />} onClick={() => void acts.logOut()}>
          {t.logOut}
        </Button>
      </div>
    </>
  );
}
