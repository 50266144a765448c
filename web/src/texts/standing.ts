/** Words of the notice to somebody who may not play now. */
import { defineTexts } from "./texts";

export const standingTexts = defineTexts({
  en: {
    excluded: (moment: string) => `You have excluded yourself from play until ${moment}.`,
    excludedText: "You can still see your account, your history and every proof.",
    banned: "Your account is barred from play.",
    bannedUntil: (moment: string) => `Your account is barred from play until ${moment}.`,
    bannedText: (reason: string) => (reason === "" ? "Contact support if you think this is a mistake." : reason),
    closed: "You have been disconnected.",
    closedText: "Reconnect to go on playing.",
    reconnect: "Reconnect",
    toAccount: "Account",
  },
  ko: {
    excluded: (moment) => `${moment}까지 이용을 제한했어요.`,
    excludedText: "계정과 내역, 모든 증명은 계속 볼 수 있어요.",
    banned: "이 계정은 이용이 정지되었어요.",
    bannedUntil: (moment) => `이 계정은 ${moment}까지 이용이 정지되었어요.`,
    bannedText: (reason) => (reason === "" ? "잘못되었다고 생각하면 고객센터에 문의해 주세요." : reason),
    closed: "연결이 종료되었어요.",
    closedText: "계속하려면 다시 연결해 주세요.",
    reconnect: "다시 연결",
    toAccount: "계정",
  },
});
