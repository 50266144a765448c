import { SlotPage } from "@/features/slot/SlotPage";
import { Member } from "@/frame/Member";

export default function Page() {
  return (
    <Member>
      <SlotPage />
    </Member>
  );
}
