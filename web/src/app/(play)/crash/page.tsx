import { CrashPage } from "@/features/crash/CrashPage";
import { Member } from "@/frame/Member";

export default function Page() {
  return (
    <Member>
      <CrashPage />
    </Member>
  );
}
