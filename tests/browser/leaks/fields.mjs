import { cardNumber, digits, iban } from "../canaries.mjs";

const SECRET_STYLE = "-webkit-text-security: disc";

/** Fields that a visitor types into: place, markup, and the value where it is no plain canary. */
const TYPED = [
  ["text", "<input>"],
  ["text of a type of its own", "<input type='x-name'>"],
  ["search", "<input type='search'>"],
  ["e-mail", "<input type='email'>"],
  ["telephone", "<input type='tel'>", digits(12)],
  ["number", "<input type='number'>", digits(14)],
  ["address", "<input type='url'>"],
  ["with a list", "<input list='x'><datalist id='x'></datalist>"],
  ["password", "<input type='password'>"],
  ["new password", "<input autocomplete='new-password'>"],
  ["password by its name", "<input name='user[password]'>"],
  ["password of a secret look", `<input style='${SECRET_STYLE}'>`],
  ["password of a secret look by class", "<input class='dots'>"],
  ["card", "<input name='field7'>", cardNumber()],
  ["card by its name", "<input name='cardNumber'>", cardNumber()],
  ["card holder", "<input autocomplete='cc-name'>"],
  ["account", "<input name='field8'>", iban()],
  ["one-time code", "<input name='field9' inputmode='numeric'>", digits(10)],
  ["one-time code by its hint", "<input autocomplete='one-time-code'>", digits(10)],
  ["text area", "<textarea></textarea>"],
  ["editable box", "<div contenteditable>x</div>"],
  ["plainly editable box", "<div contenteditable='plaintext-only'></div>"],
  ["box that plays a text field", "<div role='textbox' contenteditable='true'></div>"],
  ["field in a form without a name", "<form><input></form>"],
  ["field in a dialog", "<dialog open><input></dialog>"],
  ["field in a label", "<label>x <input></label>"],
  ["ignored field", "<input class='rr-ignore'>"],
  ["unmasked field", "<input data-revoir-unmask data-rr-unmask class='sentry-unmask ph-unmask'>"],
];

/** The page of fields, which are typed into, shown, copied, chosen and set. */
export const fieldsPage = {
  name: "fields",
  html: () => `<style>.dots { ${SECRET_STYLE} }</style>
    ${TYPED.map(([, markup], at) => `<section id="typed-${at}">${markup}</section>`).join("\n")}
    <input id="toggled" type="password"> <input id="source" type="password"> <input id="copy">
    <p id="card">${"<input maxlength='4'>".repeat(4)}</p>
    <input id="file" type="file"> <input id="shadowed-host" hidden> <div id="root"></div>
    <select id="choice"><option>x</option></select> <select id="choices" multiple></select>
    <input id="radio" type="radio"> <input id="check" type="checkbox"> <input id="hidden" type="hidden">
    <button id="button">x</button> <input id="submit" type="submit"> <input id="set"> <textarea id="area"></textarea>
    <input id="date" type="date"> <input id="month" type="month"> <meter id="meter"></meter> <output id="output"></output>
    <script>
      document.querySelector("#root").attachShadow({ mode: "open" }).innerHTML = "<input id='inner'>";
      document.querySelector("#source").oninput = ({ target }) => { document.querySelector("#copy").value = target.value; };
      for (const form of document.forms) form.onsubmit = () => false;
    </script>`,
  async act(page, canary) {
    for (const [at, [place, , value]] of TYPED.entries()) {
      const field = page.locator(`#typed-${at}`).locator("input, textarea, [contenteditable]").first();
      await type(page, field, canary(`typed: ${place}`, value));
    }
    await type(page, page.locator("#toggled"), canary("typed: password before it is shown"));
    await page.evaluate(() => void (document.querySelector("#toggled").type = "text"));
    await type(page, page.locator("#toggled"), canary("typed: password that is shown"));
    await type(page, page.locator("#source"), canary("typed: password that the page copies"));
    await type(page, page.locator("#inner"), canary("typed: field in a shadow root"));
    const parts = canary("typed: card in four fields", cardNumber()).split(" ");
    for (const [at, part] of parts.entries()) await type(page, page.locator("#card input").nth(at), part);
    const file = canary("chosen file");
    await page.locator("#file").setInputFiles({ name: `${file}.pdf`, mimeType: "application/pdf", buffer: Buffer.from(file) });
    await page.evaluate(setValues, Object.fromEntries(SET.map((place) => [place, canary(`set: ${place}`)])));
    await page.locator("#choice").selectOption({ index: 1 });
    await page.locator("#choices").selectOption({ index: 0 });
  },
};

const SET = [
  "value", "default value", "attribute", "range", "command", "area", "area's default", "option", "option's value", "chosen option", "radio",
  "checkbox", "hidden", "button", "submit", "custom validity", "label", "placeholder", "output", "editable", "secret copied into a text",
];

async function type(page, field, value) {
  await field.focus();
  await page.keyboard.type(value);
  await field.blur();
}

async function setValues(given) {
  const at = (id) => document.querySelector(`#${id}`);
  const frame = () => new Promise(requestAnimationFrame);
  at("set").value = given.value;
  await frame();
  at("set").defaultValue = given["default value"];
  at("copy").setAttribute("value", given.attribute);
  at("set").value = "";
  at("set").setRangeText(given.range);
  at("set").focus();
  document.execCommand("insertText", false, given.command);
  at("area").value = given.area;
  await frame();
  at("area").defaultValue = given["area's default"];
  at("choice").append(new Option(given.option, given["option's value"]));
  at("choices").append(new Option(given["chosen option"], given["chosen option"], true, true));
  at("radio").value = given.radio;
  at("radio").checked = true;
  at("check").value = given.checkbox;
  at("check").click();
  at("hidden").value = given.hidden;
  at("button").value = given.button;
  at("submit").value = given.submit;
  at("set").setCustomValidity(given["custom validity"]);
  at("copy").ariaLabel = given.label;
  at("copy").placeholder = given.placeholder;
  at("output").value = given.output;
  const edited = document.querySelector("[contenteditable]");
  edited.textContent = given.editable;
  document.body.append(Object.assign(document.createElement("p"), { textContent: given["secret copied into a text"] }));
}
