import { describe, expect, it } from "vitest";
import { contextOf as contextOfPage, redact, type Context } from "../src/redact";
import { scrubDeclarations, scrubSheet, scrubValue } from "../src/redact/css";
import { maskText, maskValue } from "../src/redact/masks";
import { routeOf } from "../src/redact/route";
import { tokensOf } from "../src/redact/tokens";
import { pageOf } from "./facts";
import { faultOf } from "./grammar";

function contextOf(secrets: number[] = []): Context {
  return contextOfPage(pageOf({ secret: (id) => secrets.includes(id) }), []);
}

/** Random numbers that are the same in each run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

const ALPHABET = [..."aZ9 *\t\n\"'\\/*(){}[];:=@<>#.,-_", "é", "😀", "\u0085", "\ufeff", "\ud800", "url(", "@import ", "--x:", "/*", "*/", "\\75 ", "[type=", "[x='x'", "text", "radio' i]", "@media ", "@supports(display:grid)", "--", "Marie", "color:", "red", "var(", ":not(", "::before", "#", "1234567890.12345678901e500", "2n-1", "!important", "<!--", "</style>", "!", "&", "|", "{", "}"];

function randomText(random: () => number): string {
  return Array.from({ length: Math.floor(random() * 30) }, () => ALPHABET[Math.floor(random() * ALPHABET.length)]).join("");
}

/** Any JSON value, with the words of the format among its keys. */
function randomValue(random: () => number, depth = 0): unknown {
  const keys = ["type", "data", "source", "node", "id", "childNodes", "attributes", "texts", "adds", "value", "style", "text", "href", "positions"];
  const pick = Math.floor(random() * (depth > 4 ? 4 : 7));
  if (pick === 0) return randomText(random);
  if (pick === 1) return Math.floor(random() * 17);
  if (pick === 2) return random() < 0.5;
  if (pick === 3) return null;
  if (pick === 4) return Array.from({ length: 3 }, () => randomValue(random, depth + 1));
  return Object.fromEntries(keys.filter(() => random() < 0.5).map((key) => [key, randomValue(random, depth + 1)]));
}

/** How deep a JSON value nests. */
function levelsOf(value: unknown): number {
  return typeof value === "object" && value !== null ? 1 + Math.max(0, ...Object.values(value).map(levelsOf)) : 0;
}

describe("masks", () => {
  it("masking twice is masking once", () => {
    const random = numbers(1);
    for (let round = 0; round < 2000; round += 1) {
      const text = randomText(random);
      expect(maskText(maskText(text))).toBe(maskText(text));
      expect(maskValue(maskValue(text))).toBe(maskValue(text));
    }
  });

  it("a value of stars and white space, which is what Unicode calls so, stays", () => {
    expect(maskValue("** \u000b\u0085\u00a0\u2028\u3000*")).toBe("** \u000b\u0085\u00a0\u2028\u3000*");
    expect(maskValue("*\ufeff")).toBe("********");
  });

  it("a mask holds stars and white space only", () => {
    const random = numbers(2);
    for (let round = 0; round < 2000; round += 1) {
      expect(maskText(randomText(random))).toMatch(/^[*\p{White_Space}]*$/u);
    }
  });
});

describe("the redactor", () => {
  it("never throws, whatever it is given", () => {
    const random = numbers(3);
    for (let round = 0; round < 3000; round += 1) {
      const event = { type: Math.floor(random() * 8), data: randomValue(random), timestamp: 1 };
      expect(() => redact(contextOf(), event)).not.toThrow();
    }
  });

  it("drops and counts an event whose reading fails", () => {
    const context = contextOf();
    const event = {
      type: 4,
      get data(): unknown {
        throw new Error("a trap of the page");
      },
      timestamp: 1,
    };

    expect(redact(context, event)).toBeUndefined();
    expect(context.counts.dropped).toBe(1);
  });

  it("changes nothing of what it was given", () => {
    const event = { type: 3, data: { source: 5, id: 1, text: "Marie", isChecked: false }, timestamp: 1 };

    redact(contextOf(), event);

    expect(event.data.text).toBe("Marie");
  });

  it("drops an event that nests too deep to follow, and cuts a tree where the server would refuse it", () => {
    const deep = (levels: number): object =>
      Array.from({ length: levels }).reduce<object>((child, _one, at) => ({ type: 2, tagName: "p", id: at + 2, attributes: {}, childNodes: [child] }), { type: 3, id: 1, textContent: "Marie" });
    const context = contextOf();

    const out = redact(context, { type: 2, data: { node: { type: 0, id: 0, childNodes: [deep(1000)] } }, timestamp: 1 });

    const depth = levelsOf([out]);
    expect(depth).toBeGreaterThan(480);
    expect(depth).toBeLessThanOrEqual(512);
    expect(context.counts.cut).toBe(1);
  });
});

describe("CSS from anywhere", () => {
  const random = numbers(5);
  const all = Array.from({ length: 3000 }, () => randomText(random) + randomText(random));

  it("comes apart into tokens that make it up again", () => {
    expect(all.map((css) => tokensOf(css).map(({ text }) => text).join(""))).toEqual(all);
  });

  it("holds nothing but the tokens of the contract", () => {
    const { styles } = pageOf();
    const made = all.flatMap((css) => [
      scrubSheet(css, styles),
      scrubDeclarations(css, styles),
      ...["--x", "color", "grid-area", "font", "@type", "@media"].map((property) => scrubValue(property, css, styles)),
    ]);

    expect(made.map(faultOf).filter((fault) => fault !== undefined)).toEqual([]);
  });

  it("keeps its braces in pairs", () => {
    const odd = all.filter((css) => {
      const out = scrubSheet(css, pageOf().styles).replace(/"[^"]*"/g, "");
      return out.split("{").length !== out.split("}").length;
    });

    expect(odd).toEqual([]);
  });

  it("that nests without end is left out", () => {
    expect(scrubSheet("a{".repeat(1e5), pageOf().styles)).toBe("");
  });
});

describe("an S1 field", () => {
  const increment = (data: object) => redact(contextOf([7]), { type: 3, data, timestamp: 1 });

  it("tells of focus and blur alone", () => {
    const interaction = (type: number) => increment({ source: 2, type, id: 7, x: 1, y: 1 });

    expect(interaction(5)).toBeDefined();
    expect(interaction(6)).toBeDefined();
    expect(interaction(2)).toBeUndefined();
    expect(increment({ source: 5, id: 7, text: "hunter2", isChecked: false })).toBeUndefined();
    expect(increment({ source: 3, id: 7, x: 12, y: 0 })).toBeUndefined();
    expect(increment({ source: 5, id: 8, text: "Marie", isChecked: false })).toBeDefined();
  });

  it("has no value in a snapshot or a mutation", () => {
    const field = { type: 2, tagName: "input", id: 7, attributes: { type: "password", value: "hunter2" }, childNodes: [] };
    const snapshot = redact(contextOf([7]), { type: 2, data: { node: field }, timestamp: 1 });
    const mutation = increment({ source: 0, attributes: [{ id: 7, attributes: { value: "hunter2", class: "b" } }] });

    expect(snapshot?.data).toMatchObject({ node: { attributes: { type: "password" } } });
    expect(JSON.stringify([snapshot, mutation])).not.toContain("value");
  });
});

describe("an address", () => {
  it.each([
    ["https://shop.test/product/42?ref=anna#top", ["/", "/product/:id"], "/product/:id"],
    ["/product/:id", ["/product/:id"], "/product/:id"],
    ["https://shop.test", ["/"], "/"],
    ["https://u:p@shop.test/users/anna/?x=1", ["/"], "/*/*/"],
    ["https://shop.test/product/", ["/product/:id"], "/*/"],
    ["about:blank", [], "/*"],
    ["/*/*/", [], "/*/*/"],
  ])("%s under %j is kept as a route", (address, patterns, route) => {
    expect(routeOf(address, patterns)).toBe(route);
  });
});
