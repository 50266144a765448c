/** Words of the stake: its field, its buttons, and what may be wrong with it. */
import { defineTexts } from "./texts";

export const stakeTexts = defineTexts({
  en: {
    stake: "Stake",
    half: "½: half the stake",
    double: "2×: twice the stake",
    most: "Max: all that you have",
    max: "Max",
    less: "A lower stake",
    more: "A higher stake",
    hint: (min: string, max: string) => `From ${min} to ${max} gold`,
    problems: {
      empty: () => "Enter a stake in whole gold.",
      belowMin: (min: string) => `The smallest stake is ${min}.`,
      aboveMax: (max: string) => `The largest stake is ${max}.`,
      aboveGold: (gold: string) => `You have ${gold} gold.`,
    },
  },
  ko: {
    stake: "베팅 금액",
    half: "½: 절반으로",
    double: "2×: 두 배로",
    most: "가능한 최대 금액",
    max: "최대",
    less: "금액 낮추기",
    more: "금액 높이기",
    hint: (min: string, max: string) => `${min}~${max} 골드`,
    problems: {
      empty: () => "골드를 정수로 입력해 주세요.",
      belowMin: (min: string) => `최소 베팅 금액은 ${min} 골드예요.`,
      aboveMax: (max: string) => `최대 베팅 금액은 ${max} 골드예요.`,
      aboveGold: (gold: string) => `보유 골드는 ${gold} 골드예요.`,
    },
  },
});
