import { AccountPage } from "@/features/account/AccountPage";
import { Member } from "@/frame/Member";

export default function Page() {
  return (
    <Member>
      <AccountPage />
    </Member>
  );
}
