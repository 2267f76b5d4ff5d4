import { defineConfig } from "vite";

const entries: Record<string, string> = {
  relay: "src/player/relay/relay.ts",
  replay: "src/player/document/replay.ts",
  archive: "src/rights/archive.ts",
};

/**
 * The player: `dist/player/relay.js`, `replay.js` or `archive.js`, by `--mode`.
 *
 * Each is one classic script: the replay document has an opaque origin, from which a module
 * script would need CORS.
 */
export default defineConfig(({ mode }) => {
  const entry = entries[mode];
  if (entry === undefined) throw new Error(`unknown mode ${mode}: expected relay, replay or archive`);
  return {
    publicDir: "player-static",
    define: { "process.env.NODE_ENV": '"production"' },
    build: {
      outDir: "dist/player",
      emptyOutDir: false,
      license: mode === "replay" && { fileName: "THIRD-PARTY.md" },
      lib: { entry, formats: ["iife"], name: "revoirPlayer", fileName: () => `${mode}.js` },
    },
  };
});
