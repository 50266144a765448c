import { NotFoundScreen } from "@/frame/NotFoundScreen";

export default function NotFound() {
  return <NotFoundScreen />;
}
