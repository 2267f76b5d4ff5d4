import { pause } from "./support.mjs";

const FRAME_MS = 25;
const KEY_MS = 95;

/** A visitor's hand: it moves, scrolls, clicks and types at a person's pace. */
export function createHand(page) {
  let at = { x: 400, y: 300 };

  /** Glides with ease to a point, in about half a second. */
  async function glide(to) {
    const from = at;
    const steps = Math.ceil(Math.min(24, 8 + Math.hypot(to.x - from.x, to.y - from.y) / 40));
    for (let step = 1; step <= steps; step += 1) {
      const share = (1 - Math.cos((Math.PI * step) / steps)) / 2;
      await page.mouse.move(from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share);
      await pause(FRAME_MS);
    }
    at = to;
  }

  /** Brings an element into view by wheel, as one reads on. */
  async function reach(id) {
    const box = () => page.locator(id).boundingBox();
    const { height } = page.viewportSize();
    for (let notch = 0; notch < 60; notch += 1) {
      const { y, height: tall } = await box();
      if (y > 60 && y + Math.min(tall, height / 2) < height - 20) break;
      await page.mouse.wheel(0, y > 60 ? 70 : -70);
      await pause(50);
    }
    const { x, y, width, height: tall } = await box();
    return { x: x + Math.min(width / 2, 120), y: y + tall / 2 };
  }

  const point = async (id) => glide(await reach(id));
  const click = async (id, times = 1) => {
    await point(id);
    await pause(220);
    for (let time = 0; time < times; time += 1) {
      await page.mouse.click(at.x, at.y);
      await pause(times > 1 ? 260 : 120);
    }
  };

  return {
    point,
    click,
    /** Reads for a while, the pointer drifting a little. */
    async read(seconds) {
      for (let left = seconds; left > 0; left -= 1) {
        await glide({ x: at.x + (left % 2 === 0 ? 36 : -28), y: at.y + (left % 3) * 9 - 8 });
        await pause(700);
      }
    },
    async type(id, text) {
      await click(id);
      await page.locator(id).pressSequentially(text, { delay: KEY_MS });
      await pause(400);
    },
    async choose(id, value) {
      await point(id);
      await page.locator(id).selectOption(value);
      await pause(500);
    },
    /** Follows a link or sends a form, and waits for the page that comes. */
    async follow(id) {
      const next = page.waitForEvent("load");
      await click(id);
      await next;
      await pause(600);
    },
    async send(id) {
      const next = page.waitForEvent("load");
      await page.locator(id).press("Enter");
      await next;
      await pause(600);
    },
    async back() {
      await page.goBack({ waitUntil: "load" });
      await pause(700);
    },
  };
}
