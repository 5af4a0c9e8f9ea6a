// One page application, same origin as the API: `vite` proxies /api to a local server (CAVEAU_API, default port 8000).
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin, type Rolldown } from "vite";

type Bundle = Rolldown.OutputBundle;
/** What the first page needs without network, besides what index.html loads: a language, its dates, the way in. */
const OFFLINE = /\/(i18n\/(fr|en)\.ts|dayjs\/locale\/(fr|en-gb)\.js)$/;
const STATIC = ["/", "/favicon.svg", "/manifest.webmanifest", "/icons/192.png", "/icons/512.png"];

/**
 * Writes beside the bundle version.json, which an open tab compares with its own to announce a new version, and sw.js,
 * the service worker with the names of the files that make the empty application.
 */
function build(): Plugin {
  return {
    name: "build",
    enforce: "post", // Vite drops an empty entry at the very end
    generateBundle(_options, bundle) {
      const number = createHash("sha256").update(Object.keys(bundle).sort().join("\n")).digest("hex").slice(0, 12);
      this.emitFile({ type: "asset", fileName: "version.json", source: JSON.stringify({ build: number }) });
      const worker = readFileSync(new URL("./src/app/worker.js", import.meta.url), "utf8");
      const shell = JSON.stringify([...STATIC, ...shellOf(bundle)]);
      this.emitFile({ type: "asset", fileName: "sw.js", source: worker.replace("__BUILD__", number).replace("__SHELL__", () => shell) });
    },
  };
}

function shellOf(bundle: Bundle): string[] {
  const names = new Set<string>();
  const add = (name: string) => {
    const file = bundle[name];
    if (!file || names.has(name)) return;
    names.add(name);
    if (file.type === "chunk") [...file.imports, ...(file.viteMetadata?.importedCss ?? [])].forEach(add);
  };
  for (const [name, file] of Object.entries(bundle)) {
    if (file.type === "chunk" ? file.isEntry || OFFLINE.test(file.facadeModuleId ?? "") : /inter-latin-wght.*woff2$/.test(name)) add(name);
  }
  return [...names].map((name) => `/${name}`).sort();
}

export default defineConfig({
  plugins: [react(), build()],
  resolve: { alias: { "@": new URL("./src", import.meta.url).pathname } },
  build: { target: "es2022", chunkSizeWarningLimit: 800, reportCompressedSize: false, manifest: true,
    // The frame in two files: libraries, which seldom change, and ours.
    rolldownOptions: { output: { chunkFileNames: ({ name }) => `assets/${name.split("~")[0]}-[hash].js`, codeSplitting: { groups: [
      { name: "base", tags: ["$initial"], test: /node_modules/, priority: 3 },
      { name: "frame", tags: ["$initial"], priority: 2 },
    ] } } } },
  server: { port: 5173, proxy: { "/api": process.env["CAVEAU_API"] ?? "http://127.0.0.1:8000" } },
});
