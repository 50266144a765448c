import { LogInPage } from "@/features/entrance/LogInPage";

export default LogInPage;
