"use client";

import "@/design/tokens.css";
import "@/design/base.css";

/** Shown when even the frame broke; it stands alone, and its language is not known. */
export default function GlobalError() {
  return (
    <html lang="en">
      <body>
        <main>
          <title>Pitboss</title>
          <h1>Something broke</h1>
          <p>Nothing was lost: every round is kept on the server.</p>
          <p lang="ko">모든 판은 서버에 기록되어 있어 잃은 것은 없어요.</p>
          <button type="button" onClick={() => window.location.reload()}>
            Reload · 새로고침
          </button>
        </main>
      </body>
    </html>
  );
}
