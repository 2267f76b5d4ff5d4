import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** The console: `dist/index.html` and hashed files in `dist/assets/`. It empties `dist/`, so it is built first. */
export default defineConfig({
  base: "/",
  publicDir: false,
  plugins: [react()],
  build: {
    outDir: "dist",
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    license: { fileName: "assets/THIRD-PARTY.md" },
  },
});
