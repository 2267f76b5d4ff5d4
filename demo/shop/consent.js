import { byId, make, onClick } from "./dom.js";
import { keep, recall } from "./keep.js";
import { word } from "./words.js";

const PURPOSES = ["support", "ux", "errors"];
const HALF_A_YEAR_MS = 183 * 24 * 60 * 60 * 1000;

/** Asks on a first visit, tells Revoir the choice on every later page, and lets it be changed. */
export function startConsent() {
  const choice = currentChoice();
  if (choice === undefined) openBanner({});
  else tellRevoir({}, choice);
  onClick("privacy-choices", () => openBanner(currentChoice() ?? {}));
}

function currentChoice() {
  const kept = recall("consent", undefined);
  return kept !== undefined && Date.now() - kept.at < HALF_A_YEAR_MS ? kept : undefined;
}

function openBanner(choice) {
  byId("consent")?.remove();
  document.body.append(banner(choice));
  onClick("accept-all", () => decide(choice, () => true));
  onClick("refuse-all", () => decide(choice, () => false));
  onClick("save-choice", () => decide(choice, (purpose) => byId(`consent-${purpose}`).checked));
  byId("consent-title").focus();
}

function banner(choice) {
  return make(
    "section",
    { id: "consent", class: "consent", "aria-labelledby": "consent-title" },
    make("h2", { id: "consent-title", tabindex: "-1" }, word("consent.title")),
    make("p", {}, word("consent.text")),
    ...PURPOSES.map((purpose) => purposeBox(purpose, choice[purpose] === true)),
    make(
      "div",
      { class: "choices" },
      make("button", { id: "accept-all", type: "button" }, word("consent.acceptAll")),
      make("button", { id: "refuse-all", type: "button" }, word("consent.refuseAll")),
      make("button", { id: "save-choice", type: "button" }, word("consent.save")),
    ),
  );
}

function purposeBox(purpose, checked) {
  const box = make("input", { id: `consent-${purpose}`, type: "checkbox", checked });
  const name = make("strong", {}, word(`purpose.${purpose}`));
  return make("label", { class: "purpose" }, box, make("span", {}, name, " ", word(`consent.${purpose}`)));
}

function decide(before, accepts) {
  const after = Object.fromEntries(PURPOSES.map((purpose) => [purpose, accepts(purpose)]));
  keep("consent", { ...after, at: Date.now() });
  byId("consent").remove();
  tellRevoir(before, after);
}

function tellRevoir(before, after) {
  const accepted = PURPOSES.filter((purpose) => after[purpose]);
  const withdrawn = PURPOSES.filter((purpose) => before[purpose] && !after[purpose]);
  if (withdrawn.length > 0) whenReady((revoir) => (accepted.length === 0 ? revoir.withdraw() : revoir.withdraw(withdrawn)));
  if (accepted.length === 0) return;
  const { support, ux, errors } = after;
  whenReady((revoir) => revoir.consent({ support, ux, errors }, { mechanism: "demo banner", textVersion: "1" }));
}

function whenReady(act) {
  window.revoir ||= [];
  window.revoir.push(act);
}
