import { defineConfig } from "vite";

/** A visitor's own page: `dist/r/`. It shares no code with the console but the player's messages. */
export default defineConfig({
  publicDir: "rights-static",
  build: {
    outDir: "dist/r",
    emptyOutDir: true,
    lib: { entry: "src/rights/page.ts", formats: ["iife"], name: "revoirRights", fileName: () => "rights.js" },
  },
});
