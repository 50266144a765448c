/** The view of a step, by its kind. */
import type { Step } from "../proof/derivation";
import { BetView } from "./BetView";
import { ChainView } from "./ChainView";
import { HouseView } from "./HouseView";
import { LinkView } from "./LinkView";
import { NotedView } from "./NotedView";
import { PayoutView } from "./PayoutView";
import { PointView } from "./PointView";
import { PullView } from "./PullView";
import { RulesView } from "./RulesView";
import { SaltView } from "./SaltView";
import { SeedView } from "./SeedView";
import { SpinView } from "./SpinView";
import { StreamView } from "./StreamView";

export function StepView({ step }: { readonly step: Step }) {
  switch (step.kind) {
    case "noted":
      return <NotedView step={step} />;
    case "rules":
      return <RulesView step={step} />;
    case "seed":
      return <SeedView step={step} />;
    case "stream":
      return <StreamView step={step} />;
    case "house":
      return <HouseView step={step} />;
    case "spin":
      return <SpinView step={step} />;
    case "pull":
      return <PullView step={step} />;
    case "payout":
      return <PayoutView step={step} />;
    case "link":
      return <LinkView step={step} />;
    case "chain":
      return <ChainView step={step} />;
    case "salt":
      return <SaltView step={step} />;
    case "point":
      return <PointView step={step} />;
    case "bet":
      return <BetView step={step} />;
  }
}
