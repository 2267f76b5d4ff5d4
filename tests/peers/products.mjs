/** The products that are compared: how a page starts each, and how a visitor's withdrawal is told to it. */

/** What a page of each runs; `{origin}` is where it is told to send. */
export const PRODUCTS = [
  {
    name: "PostHog",
    package: "posthog-js",
    withdrawal: "posthog.opt_out_capturing()",
    script: `
      import posthog from "posthog-js/dist/module.full.no-external";
      posthog.init("phc_none", { api_host: "{origin}", opt_out_useragent_filter: true, session_recording: { maskAllInputs: true } });
      window.withdraw = () => posthog.opt_out_capturing();`,
  },
  {
    name: "Sentry",
    package: "@sentry/browser",
    withdrawal: "replay.stop()",
    script: `
      import * as Sentry from "@sentry/browser";
      const replay = Sentry.replayIntegration({ maskAllText: false });
      Sentry.init({ dsn: "{origin}/1".replace("://", "://none@"), integrations: [replay], replaysSessionSampleRate: 1 });
      window.withdraw = () => replay.stop();`,
  },
];

/** What the products ask their own servers before they record. */
export function answerOf(path) {
  if (path.endsWith("/config") || path.startsWith("/flags") || path.startsWith("/decide")) {
    return { supportedCompression: ["gzip-js"], hasFeatureFlags: false, featureFlags: {}, sessionRecording: { endpoint: "/s/", version: "v2" } };
  }
  return { status: 1 };
}
