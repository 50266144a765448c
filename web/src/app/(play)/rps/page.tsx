import { RpsPage } from "@/features/rps/RpsPage";
import { Member } from "@/frame/Member";

export default function Page() {
  return (
    <Member>
      <RpsPage />
    </Member>
  );
}
