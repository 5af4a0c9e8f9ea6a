// One page application, same origin as the API: `vite` proxies /api to a local server (CAVEAU_API, default port 8000).
import { createHash } from "node:crypto";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

/** Writes version.json beside the bundle: an open tab compares it with its own to announce a new version. */
function version(): Plugin {
  return {
    name: "version",
    generateBundle(_options, bundle) {
      const names = Object.keys(bundle).sort().join("\n");
      const build = createHash("sha256").update(names).digest("hex").slice(0, 12);
      this.emitFile({ type: "asset", fileName: "version.json", source: JSON.stringify({ build }) });
    },
  };
}

export default defineConfig({
  plugins: [react(), version()],
  resolve: { alias: { "@": new URL("./src", import.meta.url).pathname } },
  build: { target: "es2022", chunkSizeWarningLimit: 800, reportCompressedSize: false, manifest: true,
    // The frame in two files: libraries, which seldom change, and ours.
    rolldownOptions: { output: { chunkFileNames: ({ name }) => `assets/${name.split("~")[0]}-[hash].js`, codeSplitting: { groups: [
      { name: "base", tags: ["$initial"], test: /node_modules/, priority: 3 },
      { name: "frame", tags: ["$initial"], priority: 2 },
    ] } } } },
  server: { port: 5173, proxy: { "/api": process.env["CAVEAU_API"] ?? "http://127.0.0.1:8000" } },
});
