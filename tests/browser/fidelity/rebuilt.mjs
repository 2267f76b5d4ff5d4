import { join } from "node:path";

const RRWEB = join(import.meta.dirname, "../node_modules/@rrweb/replay/umd/replay.min.js");

/** The last document of a real recording as a page of its own: its markup with its styles. */
export async function rebuildPage(browser, json) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.route("**", (route) => route.abort());
  await page.setContent("<!doctype html><body>");
  await page.addScriptTag({ path: RRWEB });
  const html = await page.evaluate(rebuild, json);
  await context.close();
  return html;
}

async function rebuild(json) {
  const events = JSON.parse(json).sort((a, b) => a.timestamp - b.timestamp);
  const replayer = new window.rrwebReplay.Replayer(events, { showWarning: false });
  const last = events.filter(({ type }) => type === 2).at(-1);
  replayer.pause(last.timestamp - events[0].timestamp + 0.5);
  for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
  const { contentDocument } = replayer.iframe;
  for (const sheet of [...contentDocument.styleSheets].filter(({ ownerNode }) => ownerNode.localName === "style")) {
    // What was inserted by script is in no text.
    sheet.ownerNode.textContent = [...sheet.cssRules].map(({ cssText }) => cssText).join("\n");
  }
  // Nothing is asked of hosts that are not there.
  for (const link of contentDocument.querySelectorAll("link")) link.remove();
  for (const name of ["src", "srcset", "data", "poster"]) {
    for (const element of contentDocument.querySelectorAll(`[${name}]`)) element.removeAttribute(name);
  }
  return contentDocument.documentElement.outerHTML;
}
