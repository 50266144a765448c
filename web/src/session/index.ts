/** Who is logged in. Read SessionProvider.tsx first, then session.ts. */
export { destinationOf, logInThenTo } from "./destination";
export { memberPart } from "./member-part";
export { MembersOnly } from "./MembersOnly";
export { Session, SessionOver } from "./session";
export { SessionProvider, useSession, useSessionActs } from "./SessionProvider";
export type { SessionState, User } from "./shapes";
