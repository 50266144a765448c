import { GachaPage } from "@/features/gacha/GachaPage";
import { Member } from "@/frame/Member";

export default function Page() {
  return (
    <Member>
      <GachaPage />
    </Member>
  );
}
