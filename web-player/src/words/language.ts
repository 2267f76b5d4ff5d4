import { createInstance } from "i18next";
import { initReactI18next } from "react-i18next";
import * as en from "./en";
import * as fr from "./fr";
import { LANGUAGES } from "./words";
import type { Language } from "./words";

const KEPT_AS = "revoir.language";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "shell";
    resources: typeof en;
    enableSelector: false;
  }
}

/** Chooses the language that was kept, else the first that the browser asks for, else English. */
export function chooseLanguage(kept: string | null, wanted: readonly string[]): Language {
  const candidates = [kept ?? "", ...wanted.map((tag) => tag.slice(0, 2).toLowerCase())];
  const known = candidates.flatMap((tag) => LANGUAGES.find((language) => language === tag) ?? []);
  return known[0] ?? "en";
}

export const i18n = createInstance();

/** Starts the translations; the words of both languages are small and come with the console. */
export function startLanguage(): void {
  const language = chooseLanguage(localStorage.getItem(KEPT_AS), navigator.languages);
  document.documentElement.lang = language;
  void i18n.use(initReactI18next).init({
    lng: language,
    fallbackLng: "en",
    resources: { en, fr },
    defaultNS: "shell",
    interpolation: { escapeValue: false },
    initAsync: false,
  });
}

export function keepLanguage(language: Language): void {
  localStorage.setItem(KEPT_AS, language);
  document.documentElement.lang = language;
  void i18n.changeLanguage(language);
}
