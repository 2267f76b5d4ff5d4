import assert from "node:assert/strict";
import { test } from "node:test";
import { findFaults } from "./axe.mjs";
import { browser, runServer, server } from "./running.mjs";
import { openApi, screenshot, signInQuietly } from "./support.mjs";

/** Longer than this is motion. */
const STILL_S = 0.001;

let recording;

runServer();

const isTitled = (page) => page.locator("h1:not(:empty)").waitFor();
const isTable = (page) => page.locator("tbody tr").first().waitFor();
const isPlayer = (page) => page.getByRole("button", { name: "Play", exact: true }).and(page.locator(":enabled")).waitFor();

const SCREENS = {
  recordings: { as: "analyst", path: () => "/sites/demo/ux", ready: isTable },
  recording: { as: "analyst", path: () => `/sites/demo/ux/recordings/${recording}`, ready: isPlayer },
  purposes: { as: "dpo", path: () => "/policies/demo", ready: (page) => page.locator("section h2").nth(2).waitFor() },
  draft: { as: "dpo", path: () => "/policies/demo/ux/draft", ready: (page) => page.getByLabel("Share of visits, in %").waitFor() },
  register: { as: "dpo", path: () => "/register", ready: (page) => page.locator("section h3 svg").nth(2).waitFor() },
  audit: { as: "dpo", path: () => "/audit", ready: isTitled },
  deletions: { as: "dpo", path: () => "/deletions", ready: isTitled },
  members: { as: "admin", path: () => "/members", ready: isTable },
  rights: { path: () => "/r/", ready: isTitled },
};

/** Opens a screen in a window of this manner, has `look` see it, and closes it. */
async function within({ as, path, ready }, manner, look) {
  const context = await browser.newContext({ locale: "en-GB", viewport: { width: 1280, height: 900 }, ...manner });
  if (as) await signInQuietly(context, server.url, `${as}@demo.test`);
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  await page.goto(`${server.url}${path()}`);
  await ready(page);
  try {
    return await look(page);
  } finally {
    await context.close();
  }
}


test("there is a recording to look at", async () => {
  [recording] = await (await openApi(server.url, "analyst@demo.test")).recordingIds("ux");

  assert.ok(recording);
});

/** Controls that nobody reaches: beyond the left or right edge, and within nothing that scrolls. */
function cutOff() {
  const scrolls = (element) => element && (/auto|scroll/.test(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
  const isCut = (element) => {
    const { left, right, width } = element.getBoundingClientRect();
    return width > 1 && (left < -1 || right > innerWidth + 1) && element.checkVisibility() && !scrolls(element.parentElement);
  };
  return [...document.querySelectorAll("main :is(a, button, input, select, textarea)")].filter(isCut).map(({ outerHTML }) => outerHTML.slice(0, 120));
}

test("at 200 % nothing is cut off, and no screen is wider than its window", async () => {
  for (const [name, screen] of Object.entries(SCREENS)) {
    await within(screen, { viewport: { width: 640, height: 450 }, deviceScaleFactor: 2 }, async (page) => {
      assert.deepEqual(await findFaults(page), [], name);
      assert.deepEqual(await page.evaluate(cutOff), [], name);
      await page.screenshot({ path: screenshot(`comfort-zoom-${name}`) });
    });
  }
});

/** What moves by itself or when it changes. */
function moving(still) {
  const longest = (times) => Math.max(...times.split(",").map((time) => Number.parseFloat(time) * (time.trim().endsWith("ms") ? 0.001 : 1)));
  const isMoving = (element) => {
    const { transitionDuration, animationDuration, animationIterationCount, animationName, scrollBehavior } = getComputedStyle(element);
    const goesOn = animationName !== "none" && animationIterationCount.includes("infinite");
    return longest(transitionDuration) > still || longest(animationDuration) > still || goesOn || scrollBehavior === "smooth";
  };
  return [...document.querySelectorAll("*")].filter(isMoving).map(({ outerHTML }) => outerHTML.slice(0, 120));
}

test("whoever wants less motion sees none", async () => {
  let otherwise = 0;
  for (const [name, screen] of Object.entries(SCREENS)) {
    await within(screen, { reducedMotion: "reduce" }, async (page) => assert.deepEqual(await page.evaluate(moving, STILL_S), [], name));
    if (otherwise === 0) otherwise = (await within(screen, {}, (page) => page.evaluate(moving, STILL_S))).length;
  }

  assert.ok(otherwise > 0, "what is looked for is there for everybody else");
});

/** What has the focus, and whether an outline shows it. */
function focused() {
  const isOutlined = (element) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    return outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 1;
  };
  const element = document.activeElement;
  if (element === null || element === document.body || element.tagName === "IFRAME") return { name: "" };
  return { name: element.outerHTML.slice(0, 120), shown: isOutlined(element) };
}

/** Buttons and fields that nothing but their background tells from what is around them. */
function edgeless() {
  const isEdged = (element) => {
    const { borderTopStyle, borderTopWidth } = getComputedStyle(element);
    return borderTopStyle !== "none" && Number.parseFloat(borderTopWidth) >= 1;
  };
  const all = document.querySelectorAll("main :is(button, input:not([type=checkbox], [type=radio], [type=range], [type=file]), select, textarea)");
  const seen = [...all].filter((element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true }));
  return seen.filter((element) => !isEdged(element)).map(({ outerHTML }) => outerHTML.slice(0, 120));
}

const STEPS = 25;

test("where the system chooses the colours, every control has an edge and whoever tabs sees where", async () => {
  for (const [name, screen] of Object.entries(SCREENS)) {
    await within(screen, { forcedColors: "active" }, async (page) => {
      assert.deepEqual(await page.evaluate(edgeless), [], name);
      const hidden = [];
      for (let step = 0; step < STEPS; step++) {
        await page.keyboard.press("Tab");
        const { name: what, shown } = await page.evaluate(focused);
        if (what && !shown) hidden.push(what);
      }
      assert.deepEqual(hidden, [], name);
      await page.screenshot({ path: screenshot(`comfort-forced-${name}`) });
    });
  }
});

/** The dialogs that no other test has axe look at: where, and the keys or the button that open them. */
const DIALOGS = {
  "delete one": { ...SCREENS.recording, open: (page) => page.getByRole("button", { name: /^Delete/ }).first().click() },
  "keys of the player": { ...SCREENS.recording, open: (page) => page.keyboard.press("?") },
  legend: { ...SCREENS.recording, open: (page) => page.keyboard.press("l") },
  "delete several": { ...SCREENS.recordings, open: (page) => press(page, "j", "x", "j", "x", "Delete") },
  "keys of the list": { ...SCREENS.recordings, open: (page) => page.keyboard.press("?") },
  "keys of the console": { ...SCREENS.audit, open: (page) => page.keyboard.press("?") },
  palette: { ...SCREENS.audit, open: (page) => page.keyboard.press("Control+k") },
  "erase by id": { ...SCREENS.deletions, open: eraseById },
  "leave a draft": { ...SCREENS.draft, open: leave },
  publish: { ...SCREENS.draft, open: publish, part: "main" },
};

async function press(page, ...keys) {
  for (const key of keys) await page.keyboard.press(key);
}

async function eraseById(page) {
  const field = page.getByRole("region", { name: /by its id/i }).getByRole("textbox");
  await field.fill(recording);
  await field.press("Enter");
}

async function leave(page) {
  await page.getByLabel("Share of visits, in %").fill("150");
  await page.getByRole("link", { name: /^‹/ }).click();
}

async function publish(page) {
  await page.getByLabel("Share of visits, in %").fill("2");
  await page.getByText("The draft is saved.").waitFor();
  await page.getByRole("button", { name: "Review and publish" }).click();
  await page.getByLabel("Why now?").waitFor();
}

for (const width of [320, 1280]) {
  test(`open dialogs have no fault, hold the focus, and are as wide as a window of ${width} px`, async () => {
    for (const [name, { open, part = "dialog[open], [role=dialog]", ...screen }] of Object.entries(DIALOGS)) {
      const manner = { viewport: { width, height: 700 }, colorScheme: width === 320 ? "dark" : "light" };
      await within(screen, manner, async (page) => {
        await open(page);
        await page.locator(part).last().waitFor();
        assert.deepEqual(await findFaults(page), [], name);
        const holds = await page.evaluate((selector) => selector === "main" || document.activeElement?.closest(selector) !== null, part);
        assert.ok(holds, `${name} holds the focus`);
        await page.screenshot({ path: screenshot(`comfort-dialog-${name.replaceAll(" ", "-")}-${width}`) });
      });
    }
  });
}
