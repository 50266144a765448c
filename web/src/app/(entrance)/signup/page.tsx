import { SignUpPage } from "@/features/entrance/SignUpPage";

export default SignUpPage;
