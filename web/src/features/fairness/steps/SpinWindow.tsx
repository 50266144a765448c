/** The symbols that a spin shows, row by row, by name. */
import styles from "./SpinWindow.module.css";

interface Props {
  readonly label: string;
  /** By reel, from the top row down. */
  readonly window: readonly (readonly string[])[];
}

export function SpinWindow({ label, window }: Props) {
  const rows = window[0]?.map((_, row) => window.map((reel) => reel[row] ?? "")) ?? [];
  return (
    <div className={styles.scroll} role="region" aria-label={label} tabIndex={0}>
      <table className={styles.window}>
        <tbody>
          {rows.map((symbols, row) => (
            <tr key={row}>
              {symbols.map((symbol, reel) => (
                <td key={reel}>{symbol}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
