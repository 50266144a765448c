import { ShopPage } from "@/features/shop/ShopPage";
import { Member } from "@/frame/Member";

export default function Page() {
  return (
    <Member>
      <ShopPage />
    </Member>
  );
}
