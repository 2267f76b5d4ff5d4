import type { Detect } from "./detect";
import { editorOf } from "./redact/editors";

/** Tells S1 fields: what is typed there is never collected, not even that something was typed. */
const AUTOCOMPLETE = /\b(cc-[a-z-]+|(current|new)-password|one-time-code)\b/i;

const NAMED = new RegExp(
  [
    "passw|\\bpwd\\b|passphrase|mot.?de.?passe|\\bmdp\\b|\\bpin\\b",
    "card.?(num|no\\b|holder|exp)|(credit|debit).?card|\\bcc.?(num|no|exp|csc|cvc|cvv)|\\bpan\\b|num.?carte|carte.?(num|banc|bleue)",
    "\\bcv[cv]2?\\b|\\bcsc\\b|security.?code|cryptogram",
    "\\biban\\b|\\bbic\\b|swift|account.?n|\\brib\\b|sort.?code|routing.?n",
    "\\bnir\\b|\\bssn\\b|social.?sec|secu|passe?port|national.?(insurance|id)|\\bnino\\b|tax.?id|\\bdni\\b",
    "token|secret|api.?key|\\botp\\b|one.?time|\\b[2m]fa\\b|verification.?code",
    "health|sante\\b|medic|diagnos|symptom|allerg|illness|maladie|handicap|disabilit|pregnan|grossesse|blood",
    "religio|ethni|\\brac(e|ial)\\b|politic|syndicat|union.?member|sexual|genetic|biometr|criminal",
    "message|\\bchat\\b|compos|reply|repondre",
  ].join("|"),
  "i",
);

const FIELD = /^(input|textarea|select)$/i;
/** Shorter values are equal by chance. */
const COPIED = 4;
const LABEL = 80;
const CHOICE = /^(checkbox|radio|range|color|file|submit|button|reset)$/;

/** Names are written in many ways: `cardNumber`, `card_number`, `numéro-carte`. */
function spread(name: string): string {
  return name
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/[_\-.[\]:]+/g, " ");
}

export interface SecretFields {
  /** Whether this node is an S1 field or within one, or ever was one. */
  has(node: Node | null | undefined): boolean;
  /** Whether what stands in this field now makes it one: by its content, or because a password was copied there. */
  holds(node: Node | null | undefined): boolean;
}

function elementOf(node: Node | null | undefined): Element | undefined {
  return (node?.nodeType === 1 ? (node as Element) : node?.parentElement) ?? undefined;
}

/** The field or editor that an element is, or lies within. */
function fieldOf(element: Element | undefined): Element | undefined {
  return element && FIELD.test(element.tagName) ? element : editorOf(element);
}

function looksSecret(field: Element): boolean {
  const attribute = (name: string): string => field.getAttribute(name) ?? "";
  if (attribute("type").toLowerCase() === "password" || field.hasAttribute("data-rr-is-password")) return true;
  if (AUTOCOMPLETE.test(attribute("autocomplete"))) return true;
  const label = (field as HTMLInputElement).labels?.[0]?.textContent?.slice(0, LABEL) ?? "";
  const names = ["name", "id", "placeholder", "aria-label"].map(attribute);
  if ([...names, label].some((name) => NAMED.test(spread(name)))) return true;
  // A text field that shows discs in place of what is typed is a password's, whatever its type.
  const shown = getComputedStyle(field).getPropertyValue("-webkit-text-security");
  return shown !== "" && shown !== "none";
}

/** The fields that stand beside this one: a card's number may be asked for in four of them. */
function beside(field: HTMLInputElement): HTMLInputElement[] {
  const near = field.closest?.("fieldset,form,div") ?? field.parentElement;
  const all = [...(near?.querySelectorAll?.<HTMLInputElement>("input") ?? [])];
  return all.filter((other) => other.value.length <= 6 && other.value !== "");
}

/** Remembers every field that once was secret: a password shown by a toggle stays one. */
export function createSecretFields(detect: () => Detect | undefined): SecretFields {
  const known = new WeakSet<Node>();
  let someEditor = false;

  function remember(field: Element): true {
    known.add(field);
    someEditor ||= !FIELD.test(field.tagName);
    return true;
  }

  function has(node: Node | null | undefined): boolean {
    const element = elementOf(node);
    const field = fieldOf(element);
    if (field && (known.has(field) || looksSecret(field))) return remember(field);
    // An editor that is closed for a while is what it was.
    for (let at = someEditor ? element : undefined; at; at = at.parentElement ?? undefined) if (known.has(at)) return true;
    return false;
  }

  /** Whether a field that is known to be secret holds the same. */
  function isCopied(value: string): boolean {
    if (value.length < COPIED) return false;
    return [...document.querySelectorAll<HTMLInputElement>("input")].some((other) => known.has(other) && other.value === value);
  }

  function holds(node: Node | null | undefined): boolean {
    const field = fieldOf(elementOf(node)) as HTMLInputElement | undefined;
    if (!field) return false;
    if (has(field)) return true;
    // What is chosen is none of what detectors look for.
    if (/^select$/i.test(field.tagName) || CHOICE.test(field.type)) return false;
    const scan = detect();
    // Without the detectors nobody knows what was typed.
    if (!scan) return true;
    const value = field.value ?? "";
    if (scan(value) || isCopied(value)) return remember(field);
    const group = beside(field);
    if (group.length < 2 || !scan(group.map((other) => other.value).join(""))) return false;
    group.forEach(remember);
    return remember(field);
  }

  return { has, holds };
}
