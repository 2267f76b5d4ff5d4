import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { chromium } from "playwright-core";

export { pause };

const SCREENSHOTS = join(import.meta.dirname, "../screenshots");
const HEADLESS_SHELL = "chromium-headless-shell";
const WHOLE = ["chromium", "chromium-browser", "google-chrome"];
const QUIET = [
  "--no-sandbox",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-quic",
];

/** Launches Chromium: `REVOIR_CHROMIUM`, else one on the path, rather the one without windows and toolbars. */
export function launchBrowser(more = []) {
  return launch([HEADLESS_SHELL, ...WHOLE], more);
}

/** The same, with windows: as one closes, its pages still send what they have left, which the other does not let them. */
export function launchWholeBrowser(more = []) {
  return launch(WHOLE, more);
}

/** The same, which puts pages aside as they are left, and takes them up again where one goes back to them. */
export function launchRecallingBrowser() {
  return launch(WHOLE, [], ["--disable-back-forward-cache"]);
}

async function launch(names, more, ignoreDefaultArgs = []) {
  const executablePath = process.env.REVOIR_CHROMIUM ?? findProgram(names);
  return chromium.launch({ executablePath, args: [...QUIET, ...more], ignoreDefaultArgs });
}

function findProgram(names) {
  const { stdout } = spawnSync("which", names, { encoding: "utf8" });
  const found = stdout.split("\n")[0];
  if (!found) throw new Error(`none of these is on the path: ${names.join(", ")}; name one in REVOIR_CHROMIUM`);
  return found;
}

/** Where to save the screenshot of this name. */
export function screenshot(name) {
  mkdirSync(SCREENSHOTS, { recursive: true });
  return join(SCREENSHOTS, `${name}.png`);
}

/** Calls `look` until it answers something true, and answers that; fails after `ms`. */
export async function eventually(what, look, ms = 10_000) {
  const end = Date.now() + ms;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`not within ${ms} ms: ${what}`);
    await pause(100);
  }
}

/** Signs a person in to the console, through its own form. */
export async function signIn(page, url, email) {
  await page.goto(`${url}/`);
  await page.getByLabel("E-mail", { exact: true }).fill(email);
  await page.getByLabel("Password", { exact: true }).fill("demo");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { name: "Recordings" }).first().waitFor();
}

/** Signs a person in to the console of this browser context, past its form. */
export async function signInQuietly(context, url, email) {
  const session = await context.request.post(`${url}/api/session`, { data: { email, password: "demo" }, headers: { origin: url } });
  if (session.status() !== 204) throw new Error(`signing in answered ${session.status()}`);
}

/** Signs a person in to the API; answers the cookie. */
export async function signInForCookie(url, email) {
  const session = await fetch(`${url}/api/session`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: url },
    body: JSON.stringify({ email, password: "demo" }),
  });
  if (session.status !== 204) throw new Error(`signing in answered ${session.status}`);
  return session.headers.getSetCookie()[0].split(";")[0];
}

/** Signs a person in to the API. */
export async function openApi(url, email) {
  const cookie = await signInForCookie(url, email);
  const ask = (path) => fetch(`${url}/api/sites/demo${path}`, { headers: { cookie } });
  return {
    status: async (path) => (await ask(path)).status,
    text: async (path) => (await ask(path)).text(),
    recordingIds: (purpose) => listIds(ask, purpose),
  };
}

async function listIds(ask, purpose) {
  const ids = [];
  let cursor = "";
  do {
    const page = await (await ask(`/recordings?purpose=${purpose}&limit=100${cursor}`)).json();
    ids.push(...page.recordings.map((recording) => recording.id));
    cursor = page.next === undefined ? undefined : `&cursor=${encodeURIComponent(page.next)}`;
  } while (cursor !== undefined);
  return ids;
}

/** Waits for the one recording that was not there before. */
export async function newRecording(api, before, purpose = "ux") {
  const added = async () => (await api.recordingIds(purpose)).filter((id) => !before.includes(id));
  await eventually("a new recording", async () => (await added()).length > 0);
  return (await added())[0];
}
