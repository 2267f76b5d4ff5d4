/** A selector's question to an attribute. */
export interface Pattern {
  /** In lower case. */
  attribute: string;
  /** `=`, `~=`, `|=`, `^=`, `$=`, `*=`; empty where it is enough that there is the attribute. */
  operator: string;
  value: string;
  /** Whether upper and lower case are one. */
  insensitive: boolean;
}

/** The page's own names and what they are called instead; the same in sheets and document. */
export interface Names {
  /** What stands for a name that a sheet uses; a new one is numbered. */
  use(name: string): string;
  /** What stands for a custom element. */
  element(tag: string): string;
  /** What stands for a custom property. */
  property(name: string): string;
  /** The class that stands for a pattern. */
  pattern(pattern: Pattern): string;
  /** What is left of an attribute that holds names: those that a sheet uses. */
  keep(names: string): string;
  /** Whether a pattern asks for this attribute. */
  asks(attribute: string): boolean;
  /** The classes of the patterns that fit; `read` gives an attribute's value. */
  fitting(attributes: readonly string[], read: (attribute: string) => unknown): string[];
  /** Selectors of the elements that carry what was numbered since this was last asked. */
  fresh(): string[];
}

/** Of these, HTML ignores the case whatever a selector says. */
const INSENSITIVE = /^(?:align|checked|color|dir|disabled|face|lang|media|method|multiple|readonly|rel|scope|selected|shape|target|type|valign)$/;
const FRESH = 1000;
const SPACE = /[ \t\n\r\f]+/;

const quoted = (text: string): string => `"${text.replace(/["\\]/g, "\\$&").replace(/[\n\r\f]/g, "\\a ")}"`;

function fits({ operator, value, insensitive }: Pattern, given: string): boolean {
  const [said, asked] = insensitive ? [given.toLowerCase(), value.toLowerCase()] : [given, value];
  switch (operator) {
    case "":
      return true;
    case "=":
      return said === asked;
    case "~=":
      return said.split(SPACE).includes(asked);
    case "|=":
      return said === asked || said.startsWith(`${asked}-`);
  }
  if (asked === "") return false;
  if (operator === "^=") return said.startsWith(asked);
  return operator === "$=" ? said.endsWith(asked) : said.includes(asked);
}

function selectorOf({ attribute, operator, value, insensitive }: Pattern): string {
  return `[${attribute.replace(/[^\w-]/g, "\\$&")}${operator && `${operator}${quoted(value)}${insensitive ? " i" : ""}`}]`;
}

export function createNames(): Names {
  const numbers = new Map<string, string>();
  const patterns = new Map<string, [Pattern, string][]>();
  let fresh: string[] = [];

  function numberOf(key: string, selector: string): string {
    const known = numbers.get(key);
    if (known) return known;
    const name = `c${numbers.size + 1}`;
    numbers.set(key, name);
    if (selector && fresh.length < FRESH) fresh.push(selector);
    return name;
  }

  function use(name: string): string {
    const known = numbers.get(name);
    if (known) return known;
    const said = quoted(name);
    return numberOf(name, `[class~=${said}],[id=${said}],[part~=${said}],[slot=${said}]`);
  }

  return {
    use,
    // A key of a tag or pattern holds what no name can, so that none is taken for another.
    element: (tag) => `x-${numberOf(` ${tag}`, "")}`,
    property: (name) => `--${numberOf(`  ${name}`, "")}`,
    pattern(asked) {
      const pattern = { ...asked, insensitive: asked.insensitive || INSENSITIVE.test(asked.attribute) };
      const selector = selectorOf(pattern);
      const isNew = !numbers.has(` ${selector}`);
      const name = numberOf(` ${selector}`, selector);
      if (isNew) patterns.set(pattern.attribute, [...(patterns.get(pattern.attribute) ?? []), [pattern, name]]);
      return name;
    },
    keep: (names) => (!SPACE.test(names) ? (numbers.get(names) ?? "") : names.split(SPACE).flatMap((name) => numbers.get(name) ?? []).join(" ")),
    asks: (attribute) => patterns.size > 0 && patterns.has(attribute.toLowerCase()),
    fitting(attributes, read) {
      const found: string[] = [];
      for (const attribute of attributes) {
        for (const [pattern, name] of patterns.get(attribute.toLowerCase()) ?? []) {
          const said = read(attribute);
          if (typeof said === "string" ? fits(pattern, said) : said === true && fits(pattern, "")) found.push(name);
        }
      }
      return found;
    },
    fresh() {
      const taken = fresh;
      fresh = [];
      return taken;
    },
  };
}
