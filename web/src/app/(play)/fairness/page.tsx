import { FairnessPage } from "@/features/fairness/FairnessPage";

/** Anybody may look at the proof of a round, logged in or not. */
export default FairnessPage;
