/** The panel's words, in the languages that it speaks. */
export const WORDS = {
  en: {
    title: "What leaves this page",
    intro: "Everything that Revoir lets out of this page, and the rule that let it. Nothing else leaves.",
    close: "Close",
    open: "Revoir: what leaves",
    filter: "Filter",
    rule: "Rule",
    text: "What left",
    times: "Times",
    nothing: "Nothing has left yet.",
    noMatch: "Nothing that left fits the filter.",
    sent: (count: number): string => `${count} batches acknowledged`,
    masked: (count: number): string => `${count} strings masked`,
    dropped: (count: number): string => `${count} left out`,
    count: (count: number): string => `${count} different strings`,
  },
  fr: {
    title: "Ce qui quitte cette page",
    intro: "Tout ce que Revoir laisse sortir de cette page, et la règle qui l’a permis. Rien d’autre ne sort.",
    close: "Fermer",
    open: "Revoir : ce qui sort",
    filter: "Filtrer",
    rule: "Règle",
    text: "Ce qui est sorti",
    times: "Fois",
    nothing: "Rien n’est encore sorti.",
    noMatch: "Rien de ce qui est sorti ne correspond au filtre.",
    sent: (count: number): string => `${count} lots confirmés`,
    masked: (count: number): string => `${count} textes masqués`,
    dropped: (count: number): string => `${count} écartés`,
    count: (count: number): string => `${count} textes différents`,
  },
};

export type Words = (typeof WORDS)["en"];

/** The words of the page's language, else of the browser's. */
export function wordsOf(language: string): Words {
  return /^fr\b/i.test(language) ? WORDS.fr : WORDS.en;
}
