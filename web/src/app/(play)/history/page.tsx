import { HistoryPage } from "@/features/history/HistoryPage";
import { Member } from "@/frame/Member";

export default function Page() {
  return (
    <Member>
      <HistoryPage />
    </Member>
  );
}
