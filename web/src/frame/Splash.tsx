/** What is there before anything is known: no words, since the language is not known either. */
import { Mark } from "./Brand";
import styles from "./Splash.module.css";

export function Splash() {
  return (
    <main className={styles.splash} aria-busy="true">
      <title>Pitboss</title>
      <h1 className="only-read">Pitboss</h1>
      <span className={styles.mark}>
        <Mark size={48} />
      </span>
    </main>
  );
}
