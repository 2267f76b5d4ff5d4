import { createInstance } from "i18next";
import { describe, expect, it } from "vitest";
import type { Line } from "../../api/recording";
import { LINE_KINDS, WHATS } from "../../terms";
import { transcript as english } from "../../words/en/transcript";
import { transcript as french } from "../../words/fr/transcript";
import { describeLine } from "./wording";

async function speak(language: "en" | "fr") {
  const i18n = createInstance();
  const resources = { en: { transcript: english }, fr: { transcript: french } };
  await i18n.init({ lng: language, resources, ns: "transcript", defaultNS: "transcript", interpolation: { escapeValue: false } });
  const t = i18n.getFixedT(language, "transcript");
  return (line: Partial<Line> & Pick<Line, "kind">) => describeLine({ at_ms: 0, what: undefined, ...line }, t).replaceAll("\u00a0", " ");
}

describe("a line of the transcript", () => {
  it("reads in English", async () => {
    const say = await speak("en");
    expect(say({ kind: "opened", page: 3, route: "/basket" })).toBe("opened page 3, /basket");
    expect(say({ kind: "opened", page: 3 })).toBe("opened page 3");
    expect(say({ kind: "clicked", what: "button" })).toBe("clicked a button");
    expect(say({ kind: "clicked", what: "button", count: 2 })).toBe("clicked a button twice");
    expect(say({ kind: "clicked", what: "link", count: 5 })).toBe("clicked a link 5 times");
    expect(say({ kind: "typed", what: "field" })).toBe("typed in a field");
    expect(say({ kind: "typed" })).toBe("typed in a field");
    expect(say({ kind: "chose", what: "checkbox" })).toBe("ticked or cleared a checkbox");
    expect(say({ kind: "entered", what: "password" })).toBe("went into a password field that is not recorded");
    expect(say({ kind: "waited", for_ms: 6_400 })).toBe("waited 6 s");
    expect(say({ kind: "waited", for_ms: 65_000 })).toBe("waited 1 min 5 s");
    expect(say({ kind: "resized", width: 800, height: 600 })).toBe("resized the window to 800 × 600");
    expect(say({ kind: "played", what: "media" })).toBe("played a video or a sound");
    expect(say({ kind: "ended" })).toBe("left");
  });

  it("reads in French", async () => {
    const say = await speak("fr");
    expect(say({ kind: "opened", page: 3, route: "/panier" })).toBe("ouvre la page 3, /panier");
    expect(say({ kind: "clicked", what: "button", count: 2 })).toBe("clique sur un bouton deux fois");
    expect(say({ kind: "clicked", what: "link", count: 5 })).toBe("clique sur un lien 5 fois");
    expect(say({ kind: "typed", what: "field" })).toBe("écrit dans un champ");
    expect(say({ kind: "chose", what: "list" })).toBe("choisit dans une liste");
    expect(say({ kind: "waited", for_ms: 3_720_000 })).toBe("attend 1 h 2 min");
  });

  it("has words for every kind and everything, in both languages", async () => {
    for (const say of [await speak("en"), await speak("fr")]) {
      for (const kind of [...LINE_KINDS, "other" as const]) {
        for (const what of WHATS) {
          const text = say({ kind, what, count: 3 });
          expect(text).not.toMatch(/\{\{|undefined|^(line|what|chose|times)\./);
          expect(text.length).toBeGreaterThan(3);
        }
      }
    }
  });
});
