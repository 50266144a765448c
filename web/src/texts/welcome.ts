/** Words of the page that somebody sees who is not logged in. */
import { defineTexts } from "./texts";

export const welcomeTexts = defineTexts({
  en: {
    title: "Provably fair games, live",
    headline: "Cash out before it crashes.",
    lead: "Live crash rounds, slots and gacha with play gold. Every result is committed before you bet, and you can check it in your own browser.",
    start: "Play for free",
    enter: "Log in",
    curve: "An example of a crash round: the multiplier rises, then the round crashes at 3.46×.",
    curveNote: "A sample round",
    crashedAt: "Crashed",
    cashedAt: "You cashed out",
    gamesTitle: "Four games, one balance",
    games: {
      crash: {
        name: "Crash",
        about: "One curve, everybody at the table. Leave when you like, or set an auto cash-out.",
      },
      slot: { name: "Slots", about: "Two machines with published reel strips and returns." },
      gacha: { name: "Gacha", about: "Rates and pity stand beside the button, exact and dated." },
      rps: { name: "Rock paper scissors", about: "One tap, one result, published odds." },
    },
    reasonsTitle: "Why you can trust it",
    reasons: {
      fair: {
        name: "Checked by you",
        about: "Your browser recomputes any round from its seeds. No need to take our word for it.",
      },
      safe: {
        name: "Nothing gets lost",
        about: "Lose the connection in the middle of a bet and it continues. Nothing counts twice.",
      },
      free: {
        name: "Play gold only",
        about: "Gold cannot be cashed out. You can exclude yourself at any time, for as long as you choose.",
      },
    },
  },
  ko: {
    title: "검증할 수 있는 실시간 게임",
    headline: "터지기 전에 캐시아웃하세요.",
    lead: "실시간 크래시, 슬롯, 가챠를 게임 골드로 즐기세요. 모든 결과는 베팅 전에 정해져 있고, 내 브라우저에서 직접 검증할 수 있어요.",
    start: "무료로 시작하기",
    enter: "로그인",
    curve: "크래시 한 판의 예시: 배수가 오르다가 3.46배에서 터져요.",
    curveNote: "한 판 예시",
    crashedAt: "크래시",
    cashedAt: "캐시아웃",
    gamesTitle: "네 가지 게임, 하나의 골드",
    games: {
      crash: { name: "크래시", about: "모두가 같은 곡선을 봐요. 원할 때 빠져나오거나 자동 캐시아웃을 걸어 두세요." },
      slot: { name: "슬롯", about: "릴 배열과 환급률을 모두 공개한 머신 두 대." },
      gacha: { name: "가챠", about: "확률과 천장을 버튼 바로 옆에 정확하게 보여 줘요." },
      rps: { name: "가위바위보", about: "한 번의 선택, 바로 나오는 결과, 공개된 확률." },
    },
    reasonsTitle: "믿을 수 있는 이유",
    reasons: {
      fair: {
        name: "직접 검증",
        about: "시드만 있으면 어떤 판이든 내 브라우저가 다시 계산해요. 말로만 믿을 필요가 없어요.",
      },
      safe: {
        name: "잃어버리지 않아요",
        about: "베팅 중에 연결이 끊겨도 그대로 이어져요. 두 번 처리되는 일도 없어요.",
      },
      free: {
        name: "게임 골드 전용",
        about: "골드는 현금으로 바꿀 수 없어요. 원하는 기간만큼 언제든 이용을 제한할 수 있어요.",
      },
    },
  },
});
