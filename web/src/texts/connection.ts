/** Words of the banner that tells how the page is connected. */
import { defineTexts, plural } from "./texts";

export const connectionTexts = defineTexts({
  en: {
    connecting: "Connecting…",
    waiting: "Connection lost.",
    retryIn: (seconds: number) => `Reconnecting in ${seconds} s`,
    offline: "You are offline. This is the last known state.",
    resumed: (missed: number) => `Back online. ${missed} ${plural(missed, "update", "updates")} caught up.`,
    back: "Back online.",
    reconnect: "Reconnect",
    reload: "Reload",
    stopped: {
      replaced: "You are playing in another window. This one is paused.",
      too_many: "Too many windows are open. Close some, then reconnect.",
      forbidden: "This account cannot play right now.",
      reload: "There is a new version of this page.",
      malformed: "The connection failed. Reload the page.",
      log_in: "Your session has ended.",
      closed: "The connection is closed.",
    },
  },
  ko: {
    connecting: "연결하는 중…",
    waiting: "연결이 끊겼어요.",
    retryIn: (seconds: number) => `${seconds}초 뒤 다시 연결`,
    offline: "오프라인이에요. 마지막으로 확인한 상태예요.",
    resumed: (missed: number) => `다시 연결됐어요. 놓친 소식 ${missed}개를 받아 왔어요.`,
    back: "다시 연결됐어요.",
    reconnect: "다시 연결",
    reload: "새로고침",
    stopped: {
      replaced: "다른 창에서 플레이하고 있어 이 창은 멈췄어요.",
      too_many: "열린 창이 너무 많아요. 몇 개를 닫고 다시 연결해 주세요.",
      forbidden: "지금은 이 계정으로 플레이할 수 없어요.",
      reload: "새 버전이 나왔어요.",
      malformed: "연결하지 못했어요. 새로고침해 주세요.",
      log_in: "로그인이 만료되었어요.",
      closed: "연결이 닫혔어요.",
    },
  },
});
