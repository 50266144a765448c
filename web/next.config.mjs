// A static export into out/, which the gateway serves: there is no Node at run time.
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

const web = dirname(fileURLToPath(import.meta.url));
const GATEWAY = process.env.PITBOSS_GATEWAY ?? "http://127.0.0.1:8080";
const develops = process.env.NODE_ENV === "development";

/** @type {import("next").NextConfig} */
const config = {
  output: develops ? undefined : "export",
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  // `npm run check` looks at the types: a build on a fresh machine does not wait for that.
  typescript: { ignoreBuildErrors: true },
  images: { unoptimized: true },
  // @pitboss/client is compiled from its sources, which lie beside this folder.
  turbopack: { root: dirname(web) },
  ...(develops && {
    rewrites: () => [{ source: "/api/:path*", destination: `${GATEWAY}/api/:path*` }],
  }),
};

export default config;
