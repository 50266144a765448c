/** The places of the app, in the order of its navigation. */
import {
  AccountIcon,
  CrashIcon,
  FairnessIcon,
  GachaIcon,
  HistoryIcon,
  HomeIcon,
  RpsIcon,
  ShopIcon,
  SlotIcon,
} from "@/design/icons";

export const PLACES = {
  home: { path: "/", Icon: HomeIcon },
  crash: { path: "/crash", Icon: CrashIcon },
  slot: { path: "/slot", Icon: SlotIcon },
  gacha: { path: "/gacha", Icon: GachaIcon },
  rps: { path: "/rps", Icon: RpsIcon },
  shop: { path: "/shop", Icon: ShopIcon },
  history: { path: "/history", Icon: HistoryIcon },
  fairness: { path: "/fairness", Icon: FairnessIcon },
  account: { path: "/account", Icon: AccountIcon },
} as const;

export type Place = keyof typeof PLACES;

/** On the side of a desktop, by groups. */
export const SIDE: readonly { readonly group: "play" | "more" | null; readonly places: readonly Place[] }[] = [
  { group: null, places: ["home"] },
  { group: "play", places: ["crash", "slot", "gacha", "rps"] },
  { group: "more", places: ["shop", "history", "fairness", "account"] },
];

/** At the foot of a phone, and behind its last button. */
export const FOOT: readonly Place[] = ["home", "crash", "gacha", "shop"];
export const FOOT_MORE: readonly Place[] = ["slot", "rps", "history", "fairness", "account"];
