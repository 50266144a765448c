/** Earlier and later pages of a list whose pages follow a cursor: how many there are is not known. */
import { Button } from "./Button";
import { ChevronIcon } from "./icons";
import styles from "./Pagination.module.css";

interface Props {
  readonly label: string;
  readonly previousLabel: string;
  readonly nextLabel: string;
  /** Left out on the first page. */
  readonly onPrevious?: () => void;
  /** Left out on the last page. */
  readonly onNext?: () => void;
  readonly busy?: boolean;
}

export function Pagination({ label, previousLabel, nextLabel, onPrevious, onNext, busy }: Props) {
  return (
    <nav className={styles.pages} aria-label={label}>
      <Button size="s" disabled={!onPrevious} onClick={onPrevious} icon={<ChevronIcon size={16} direction="left" />}>
        {previousLabel}
      </Button>
      <Button
        size="s"
        disabled={!onNext}
        busy={busy}
        onClick={onNext}
        className={styles.next}
        icon={<ChevronIcon size={16} />}
      >
        {nextLabel}
      </Button>
    </nav>
  );
}
