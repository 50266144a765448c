/** The bar at the top of every screen: what the player has, and their account. */
"use client";

import { AccountMenu } from "./AccountMenu";
import { Brand } from "./Brand";
import styles from "./Header.module.css";
import { Wallet } from "./Wallet";

export function Header() {
  return (
    <header className={styles.header}>
      <div className={styles.brand}>
        <Brand />
      </div>
      <Wallet />
      <AccountMenu />
    </header>
  );
}
