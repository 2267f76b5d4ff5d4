import { QUIET } from "../quiet";
import type { Purpose } from "../types";

/** The words of one language, as `GET /v1/sites/KEY/texts` says them. */
export interface Words {
  title: string;
  intro: string;
  /** What is said of session replay alone. */
  replay: string;
  purposes: Partial<Record<Purpose, { label: string; description: string; details: string[] }>>;
  buttons: Record<"accept" | "refuse" | "choose" | "save" | "close" | "reopen" | "rights" | "more", string>;
  withdrawn: string;
}

export interface Texts {
  text_version: string;
  first_level: boolean;
  purposes: Purpose[];
  words: Words;
}

/** The language that the page is in: French, or English. */
export function languageOf(page: Document): "fr" | "en" {
  return /^fr/i.test(page.documentElement.lang || navigator.language) ? "fr" : "en";
}

/** Asks for the texts; `cache` says how old they may be. */
export async function fetchTexts(origin: string, site: string, cache: RequestCache = "default"): Promise<Texts> {
  const answer = await fetch(`${origin}/v1/sites/${encodeURIComponent(site)}/texts`, { ...QUIET, cache });
  const said = (await answer.json()) as Omit<Texts, "words"> & { texts: Record<"fr" | "en", Words> };
  return { ...said, words: said.texts[languageOf(document)] };
}
