import { keep, recall } from "./keep.js";
import { en } from "./words.en.js";
import { fr } from "./words.fr.js";

const DICTIONARIES = { en, fr };

/** The language of this page: the one chosen, else the browser's. */
export const language = recall("language", navigator.language.startsWith("fr") ? "fr" : "en");

/** Looks a text up and fills its `{name}` places. */
export function word(key, values = {}) {
  const text = DICTIONARIES[language][key] ?? key;
  return text.replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place);
}

/** Writes an amount of cents as a price. */
export function price(cents) {
  return new Intl.NumberFormat(language, { style: "currency", currency: "EUR" }).format(cents / 100);
}

/** Fills every element that names a text: `data-word` its content, `data-word-label` and `data-word-hint` its attributes. */
export function fillWords(root) {
  for (const node of root.querySelectorAll("[data-word]")) node.textContent = word(node.dataset.word);
  for (const node of root.querySelectorAll("[data-word-label]")) node.setAttribute("aria-label", word(node.dataset.wordLabel));
  for (const node of root.querySelectorAll("[data-word-hint]")) node.setAttribute("placeholder", word(node.dataset.wordHint));
}

/** Keeps the chosen language and shows the page in it. */
export function chooseLanguage(chosen) {
  keep("language", chosen);
  location.reload();
}
