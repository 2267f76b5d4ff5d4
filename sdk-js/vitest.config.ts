import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    environment: "node",
    // A busy machine is slow, and no test measures time.
    testTimeout: 120_000,
  },
});
