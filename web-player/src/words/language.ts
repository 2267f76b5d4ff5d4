import { createInstance } from "i18next";
import type { BackendModule } from "i18next";
import { initReactI18next } from "react-i18next";
import type * as words from "./en";
import { LANGUAGES } from "./words";
import type { Language } from "./words";

const KEPT_AS = "revoir.language";
/** What every first screen needs; it comes as one file per language. */
const CORE = ["shell", "states", "signIn", "recordings"] as const;

export type Area = keyof typeof words;

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "shell";
    resources: typeof words;
    enableSelector: false;
  }
}

const cores = import.meta.glob<Record<string, object>>("./*/core.ts");
const areas = import.meta.glob<Record<string, object>>(["./*/*.ts", "!./*/{core,index,register,shell,states,signIn,recordings}.ts"]);

async function fetchWords(language: string, area: string): Promise<object> {
  const inCore = CORE.some((name) => name === area);
  const load = inCore ? cores[`./${language}/core.ts`] : areas[`./${language}/${area}.ts`];
  const found = (await load?.())?.[area];
  if (found === undefined) throw new Error(`no words for ${area} in ${language}`);
  return found;
}

/** Fetches the words of one area in one language when they are first needed. */
const backend: BackendModule = {
  type: "backend",
  init: () => undefined,
  read: (language, area, done) => {
    fetchWords(language, area).then(
      (found) => done(null, { ...found }),
      (error: unknown) => done(error instanceof Error ? error : new Error(String(error)), undefined),
    );
  },
};

/** Chooses the language that was kept, else the first that the browser asks for, else English. */
export function chooseLanguage(kept: string | null, wanted: readonly string[]): Language {
  const candidates = [kept ?? "", ...wanted.map((tag) => tag.slice(0, 2).toLowerCase())];
  const known = candidates.flatMap((tag) => LANGUAGES.find((language) => language === tag) ?? []);
  return known[0] ?? "en";
}

export const i18n = createInstance();

/** Starts the translations with the words that every first screen needs. */
export async function startLanguage(): Promise<void> {
  const language = chooseLanguage(localStorage.getItem(KEPT_AS), navigator.languages);
  document.documentElement.lang = language;
  await i18n
    .use(backend)
    .use(initReactI18next)
    .init({
      lng: language,
      fallbackLng: false,
      // i18next adds to its list.
      ns: [...CORE],
      defaultNS: "shell",
      interpolation: { escapeValue: false },
    });
}

/** Fetches the words of an area ahead of the screen that shows them. */
export async function fetchArea(area: Area): Promise<void> {
  await i18n.loadNamespaces(area);
}

export async function keepLanguage(language: Language): Promise<void> {
  localStorage.setItem(KEPT_AS, language);
  await i18n.changeLanguage(language);
  document.documentElement.lang = language;
}
