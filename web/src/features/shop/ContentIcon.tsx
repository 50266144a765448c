/** The icon of what an item holds. */
import { GemIcon, GoldIcon } from "@/design/icons";
import { ShardIcon } from "@/features/dashboard/ShardIcon";

const ICONS = { gold: GoldIcon, gem: GemIcon, shard: ShardIcon };

export function ContentIcon({ type }: { readonly type: keyof typeof ICONS }) {
  const Icon = ICONS[type];
  return <Icon size={24} />;
}
