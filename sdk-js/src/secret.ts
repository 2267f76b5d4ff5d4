/** Tells S1 fields: what is typed there is never collected, not even that something was typed. */
const AUTOCOMPLETE = /\b(cc-[a-z-]+|current-password|new-password|one-time-code)\b/i;

const NAMED = new RegExp(
  [
    "passw", "\\bpwd\\b", "passphrase", "mot.?de.?passe", "\\bmdp\\b", "\\bpin\\b",
    "card.?(num|no\\b|holder|exp)", "(credit|debit).?card", "\\bcc.?(num|no|exp|csc|cvc|cvv)", "\\bpan\\b",
    "\\bcv[cv]2?\\b", "\\bcsc\\b", "security.?code", "cryptogram", "num.?carte", "carte.?(num|banc|bleue)",
    "\\biban\\b", "\\bbic\\b", "account.?num", "\\brib\\b", "sort.?code", "routing.?num",
    "\\bnir\\b", "\\bssn\\b", "social.?sec", "secu(rite)?.?sociale", "num.?secu", "passport", "passeport",
    "national.?(insurance|id)", "\\bnino\\b",
    "token", "secret", "api.?key", "\\botp\\b", "one.?time",
  ].join("|"),
  "i",
);

/** Names are written in many ways: `cardNumber`, `card_number`, `card-number`. */
function spread(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, "$1 $2").replace(/[_\-.[\]:]+/g, " ");
}

export interface SecretFields {
  /** Whether this node is an S1 field, or ever was one. */
  has(node: Node | null | undefined): boolean;
}

/** Remembers every field that once was secret: a password shown by a toggle stays one. */
export function createSecretFields(): SecretFields {
  const known = new WeakSet<Node>();

  function looksSecret(field: Element): boolean {
    const attribute = (name: string): string => field.getAttribute(name) ?? "";
    return (
      attribute("type").toLowerCase() === "password" ||
      field.hasAttribute("data-rr-is-password") ||
      AUTOCOMPLETE.test(attribute("autocomplete")) ||
      NAMED.test(spread(attribute("name"))) ||
      NAMED.test(spread(attribute("id")))
    );
  }

  return {
    has(node) {
      if (!node) return false;
      if (known.has(node)) return true;
      const field = node as Element;
      if (!/^(input|textarea|select)$/i.test(field.tagName ?? "") || !looksSecret(field)) return false;
      known.add(node);
      return true;
    },
  };
}
