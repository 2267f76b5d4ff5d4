import { randomInt } from "node:crypto";
import { canary, cardNumber, digits, iban } from "./canaries.mjs";
import { eventually } from "./support.mjs";

/** Answers the shop's banner: these purposes and no others. */
export async function accept(page, ...purposes) {
  for (const purpose of purposes) await page.locator(`#consent-${purpose}`).check();
  await page.locator("#save-choice").click();
}

/** Waits until the SDK says this state for this purpose. */
export async function waitForState(page, purpose, state) {
  const says = ([name, wanted]) => window.revoir?.status?.().find((item) => item.purpose === name)?.state === wanted;
  await page.waitForFunction(says, [purpose, state], { timeout: 20_000 });
}

/** Waits until the server has acknowledged a batch of this purpose. */
export async function waitUntilSent(page, purpose) {
  const says = (name) => window.revoir?.status?.().find((item) => item.purpose === name)?.sent > 0;
  await page.waitForFunction(says, purpose, { timeout: 20_000 });
}

/** Has the SDK send what it holds, without waiting until it would, and waits until a batch was acknowledged. */
export async function sendNow(page, purpose) {
  const sends = async (name) => {
    await window.revoir?.flush?.();
    return window.revoir?.status?.().find((item) => item.purpose === name)?.sent > 0;
  };
  await eventually("a batch is acknowledged", () => page.evaluate(sends, purpose), 20_000);
}

/** Moves, scrolls and types a little, as a visitor does. */
export async function beActive(page) {
  await page.mouse.move(100, 100);
  await page.mouse.move(600, 400, { steps: 5 });
  await page.mouse.wheel(0, 100);
  await page.locator("#search").pressSequentially("pot");
}

/** Types one value key by key. */
async function type(page, id, value) {
  await page.locator(`#${id}`).pressSequentially(value);
  return value;
}

/** Sets a field that is not typed into, such as a date. */
async function set(page, id, value) {
  await page.locator(`#${id}`).fill(value);
  return value;
}

/** Types an e-mail address; what is searched for is its first half, which the shop also greets with. */
async function typeEmail(page, id) {
  const name = canary("mail");
  await type(page, id, `${name}@example.test`);
  return name;
}

function someDate() {
  return `${randomInt(2300, 2999)}-${randomInt(10, 12)}-${randomInt(10, 28)}`;
}

/** Signs in at the shop's own form, with the password shown halfway. */
export async function fillSignIn(page) {
  const email = await typeEmail(page, "email");
  const hidden = await type(page, "password", canary("hidden"));
  await page.locator("#show-password").check();
  const shown = await type(page, "password", canary("shown"));
  await page.locator("#remember").check();
  return [email, hidden, shown];
}

/** Fills basket and delivery. */
export async function fillAddress(page) {
  const typed = [await typeEmail(page, "email"), await type(page, "phone", digits(12))];
  for (const id of ["full-name", "street", "postcode", "city", "message", "coupon"]) {
    typed.push(await type(page, id, canary(id)));
  }
  typed.push(await set(page, "delivery-date", someDate()));
  await page.locator("#country").selectOption("CH");
  await page.locator("#same-billing").uncheck();
  return typed;
}

/** Fills card and direct debit. Expiry and code are too short to be searched for. */
export async function fillPayment(page) {
  const typed = [await type(page, "card-name", canary("holder")), await type(page, "card-number", cardNumber())];
  await type(page, "card-expiry", "11/29");
  await type(page, "card-cvv", digits(3));
  await page.locator("#means-debit").check();
  typed.push(await type(page, "iban", iban()));
  return typed;
}

/** Fills the settings, which have a field of every kind. */
export async function fillSettings(page) {
  const typed = [await typeEmail(page, "settings-email"), await type(page, "settings-phone", digits(12))];
  for (const id of ["settings-name", "settings-about", "settings-note", "settings-password"]) {
    typed.push(await type(page, id, canary(id.slice("settings-".length))));
  }
  await page.locator("#settings-show-password").check();
  typed.push(await type(page, "settings-website", `https://${canary("site")}.test/`));
  typed.push(await type(page, "settings-area", digits(14)));
  typed.push(await set(page, "settings-birthday", someDate()));
  await set(page, "settings-time", "04:17");
  await set(page, "settings-colour", "#a1c3e5");
  await set(page, "settings-experience", "9");
  typed.push(await chooseFile(page), await addChoice(page), await setHidden(page));
  await page.locator("#contact-phone").check();
  await page.locator("#settings-newsletter").check();
  return typed;
}

async function chooseFile(page) {
  const value = canary("file");
  const file = { name: `${value}.png`, mimeType: "image/png", buffer: Buffer.from(value) };
  await page.locator("#settings-photo").setInputFiles(file);
  return value;
}

async function addChoice(page) {
  const value = canary("choice");
  await page.locator("#settings-soil").evaluate((select, text) => select.append(new Option(text, text)), value);
  await page.locator("#settings-soil").selectOption(value);
  return value;
}

async function setHidden(page) {
  const value = canary("token");
  await page.locator("#settings-token").evaluate((input, text) => input.setAttribute("value", text), value);
  return value;
}

/** Strews a value over the places of a page that are no fields; ids and classes are structure, which sheets need. */
export async function strew(page) {
  const value = canary("strewn");
  await page.evaluate((text) => {
    const box = document.createElement("div");
    for (const name of ["title", "alt", "aria-label", "data-note", "name"]) box.setAttribute(name, text);
    box.style.setProperty("--note", `"${text}"`);
    box.append(document.createComment(text), text, Object.assign(document.createElement("a"), { href: `?a=${text}#${text}` }));
    box.append(Object.assign(document.createElement("style"), { textContent: `.note::after { content: "${text}" }` }));
    box.append(Object.assign(document.createElement("img"), { src: `/demo/${text}.svg`, alt: text }));
    box.attachShadow({ mode: "open" }).append(text);
    document.querySelector("main").append(box);
    document.querySelector("star-rating").setAttribute("note", text);
    document.querySelector("#delivery").srcdoc = `<p title="${text}">${text}</p>`;
    document.title = text;
    history.replaceState({ text }, "", `?note=${text}#${text}`);
    console.error(text);
  }, value);
  return value;
}
