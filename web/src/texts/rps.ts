/** Words of rock, paper, scissors. */
import { defineTexts } from "./texts";

export const rpsTexts = defineTexts({
  en: {
    lead: (win: string) => `A win pays ${win} times your stake, a tie gives it back.`,
    table: "Table",
    you: "You",
    house: "House",
    hands: { rock: "Rock", paper: "Paper", scissors: "Scissors" },
    choose: "Choose your hand",
    keys: "Keys 1, 2 and 3 play at once.",
    ready: "Choose a hand to play",
    waiting: "Playing",
    results: { win: "You win", tie: "A tie", lose: "You lose" },
    paid: (gold: string) => `${gold} gold`,
    announced: (result: string, own: string, house: string, gold: string) =>
      `${result}. You: ${own}, house: ${house}. ${gold} gold.`,
    again: "The outcome is not known yet.",
    ask: "Ask for it",
    last: "Your last rounds",
    none: "Your rounds of this visit appear here.",
    proof: "Check this round",
    rules: "Rules and return",
    beats:
      "Rock beats scissors, scissors beat paper, paper beats rock. The house draws each hand with the same chance.",
    returns: (share: string) => `Return to player: at least ${share}, whatever the stake.`,
    version: (number: string) => `Version ${number} of the pays.`,
  },
  ko: {
    lead: (win: string) => `이기면 베팅액의 ${win}배를 받고, 비기면 그대로 돌려받아요.`,
    table: "테이블",
    you: "나",
    house: "하우스",
    hands: { rock: "바위", paper: "보", scissors: "가위" },
    choose: "무엇을 낼까요?",
    keys: "숫자 키 1, 2, 3으로 바로 낼 수 있어요.",
    ready: "낼 손을 골라 주세요",
    waiting: "진행 중",
    results: { win: "이겼어요", tie: "비겼어요", lose: "졌어요" },
    paid: (gold: string) => `${gold} 골드`,
    announced: (result: string, own: string, house: string, gold: string) =>
      `${result}. 나 ${own}, 하우스 ${house}. ${gold} 골드.`,
    again: "결과를 아직 받지 못했어요.",
    ask: "결과 확인하기",
    last: "최근 판",
    none: "이번에 플레이한 판이 여기에 표시돼요.",
    proof: "이 판 검증하기",
    rules: "규칙과 환급률",
    beats: "바위는 가위를, 가위는 보를, 보는 바위를 이겨요. 하우스는 세 가지를 같은 확률로 내요.",
    returns: (share: string) => `환급률은 베팅 금액과 관계없이 ${share} 이상이에요.`,
    version: (number: string) => `배당표 버전 ${number}.`,
  },
});
