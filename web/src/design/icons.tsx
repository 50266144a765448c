/** The icons: one stroke, a grid of 24, drawn for this app. They are decoration: what they stand for is said beside them. */
import type { ReactNode } from "react";

interface IconProps {
  /** Side, in CSS pixels. */
  readonly size?: number;
}

function Icon({ size = 20, children }: IconProps & { readonly children: ReactNode }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.7}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {children}
    </svg>
  );
}

const drawn = (path: ReactNode) =>
  function DrawnIcon(props: IconProps) {
    return <Icon {...props}>{path}</Icon>;
  };

export const HomeIcon = drawn(<path d="M4 10.5 12 4l8 6.5V19a1 1 0 0 1-1 1h-4.5v-5.5h-5V20H5a1 1 0 0 1-1-1z" />);
export const CrashIcon = drawn(
  <>
    <path d="M3.5 20.5h17M3.5 17c7.5 0 11-3.5 13.5-11" />
    <path d="m13.5 7.5 3.5-2.5 2 3.8" />
  </>,
);
export const SlotIcon = drawn(
  <>
    <rect x="3.5" y="5" width="17" height="14" rx="2.5" />
    <path d="M9.2 5v14M14.8 5v14M3.5 12h1M19.5 12h1" />
  </>,
);
export const GachaIcon = drawn(
  <>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M3.5 12h5.7M14.8 12h5.7" />
    <circle cx="12" cy="12" r="2.8" />
  </>,
);
export const RpsIcon = drawn(
  <>
    <circle cx="6.5" cy="17.5" r="2.8" />
    <circle cx="17.5" cy="17.5" r="2.8" />
    <path d="M8.2 15.3 17 4M15.8 15.3 7 4" />
  </>,
);
export const ShopIcon = drawn(
  <>
    <path d="M5.5 8.5h13l1 11a1 1 0 0 1-1 1h-13a1 1 0 0 1-1-1z" />
    <path d="M8.5 11V7.2a3.5 3.5 0 0 1 7 0V11" />
  </>,
);
export const HistoryIcon = drawn(
  <>
    <path d="M4.2 9.5A8.3 8.3 0 1 1 3.7 12" />
    <path d="M3.5 5v4.7h4.7M12 7.5V12l3.2 2" />
  </>,
);
export const FairnessIcon = drawn(
  <>
    <path d="M12 3.5 19 6v5.5c0 4.3-2.8 7.4-7 9-4.2-1.6-7-4.7-7-9V6z" />
    <path d="m8.8 12 2.3 2.3 4.2-4.5" />
  </>,
);
export const AccountIcon = drawn(
  <>
    <circle cx="12" cy="8.3" r="3.8" />
    <path d="M4.8 20c.8-3.7 3.6-5.5 7.2-5.5s6.4 1.8 7.2 5.5" />
  </>,
);
export const MoreIcon = drawn(<path d="M4 7h16M4 12h16M4 17h16" />);
export const CloseIcon = drawn(<path d="m6 6 12 12M18 6 6 18" />);
export const PlusIcon = drawn(<path d="M5 12h14M12 5v14" />);
export const MinusIcon = drawn(<path d="M5 12h14" />);
export const CheckIcon = drawn(<path d="m5 12.5 4.6 4.5L19 7.5" />);
export const AlertIcon = drawn(
  <>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M12 7.8v5M12 16.1v.1" />
  </>,
);
export const InfoIcon = drawn(
  <>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M12 11.2v5M12 7.8v.1" />
  </>,
);
export const RefreshIcon = drawn(
  <>
    <path d="M19.8 9.5A8.3 8.3 0 1 0 20.3 12" />
    <path d="M20.5 5v4.7h-4.7" />
  </>,
);
export const LanguageIcon = drawn(
  <>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M3.5 12h17M12 3.5c2.5 2.5 3.7 5.3 3.7 8.5s-1.2 6-3.7 8.5c-2.5-2.5-3.7-5.3-3.7-8.5S9.5 6 12 3.5" />
  </>,
);
export const LogOutIcon = drawn(
  <path d="M10 4.5H6a1.5 1.5 0 0 0-1.5 1.5v12A1.5 1.5 0 0 0 6 19.5h4M14.5 8l4 4-4 4M18 12H9.5" />,
);
export const GoldIcon = drawn(
  <>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M12 7.5 15.9 12 12 16.5 8.1 12z" />
  </>,
);
export const GemIcon = drawn(<path d="M7.5 4.5h9l4 5L12 20 3.5 9.5zM3.5 9.5h17M9.5 9.5 12 20l2.5-10.5L12 4.5z" />);
export const FlameIcon = drawn(
  <path d="M12 3.5c.6 3.2 5.8 5 5.8 10.3a5.8 5.8 0 0 1-11.6 0c0-2.3 1-3.9 2.3-5.2.2 1.7.8 2.7 1.8 3.2.1-3.3-.3-5.7 1.7-8.3z" />,
);
export const GiftIcon = drawn(
  <>
    <path d="M4.5 12v7.5a1 1 0 0 0 1 1h13a1 1 0 0 0 1-1V12M3.5 8h17v4h-17zM12 8v12.5" />
    <path d="M12 8C9.5 8 7.5 7 7.5 5.5S10.5 3.5 12 8zM12 8c2.5 0 4.5-1 4.5-2.5S13.5 3.5 12 8z" />
  </>,
);
export const CopyIcon = drawn(
  <>
    <rect x="8.5" y="8.5" width="11.5" height="11.5" rx="2" />
    <path d="M15.5 8.5V6a2 2 0 0 0-2-2H6a2 2 0 0 0-2 2v7.5a2 2 0 0 0 2 2h2.5" />
  </>,
);
export const OfflineIcon = drawn(
  <path d="M4 4l16 16M8.3 15.3a5.2 5.2 0 0 1 5.9-1M5.2 12a9.6 9.6 0 0 1 4.5-2.4M2.5 8.6a13.8 13.8 0 0 1 4.6-2.9M12.5 5.2a13.7 13.7 0 0 1 9 3.4M15.7 9.9a9.5 9.5 0 0 1 3.1 2.1M12 18.7v.1" />,
);

const TURN = {
  right: "m9 5.5 6.5 6.5L9 18.5",
  left: "M15 5.5 8.5 12l6.5 6.5",
  down: "m5.5 9 6.5 6.5L18.5 9",
  up: "M5.5 15 12 8.5l6.5 6.5",
};

export function ChevronIcon({ direction = "right", ...props }: IconProps & { readonly direction?: keyof typeof TURN }) {
  return (
    <Icon {...props}>
      <path d={TURN[direction]} />
    </Icon>
  );
}
