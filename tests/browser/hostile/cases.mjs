/** The hostile recordings: each knows its name, its family, its events, and why it does nothing where it does nothing. */
import { recordPage } from "./events.mjs";
import { ADDRESSES } from "./families/addresses.mjs";
import { BROKEN } from "./families/broken.mjs";
import { DRAWINGS } from "./families/drawings.mjs";
import { EMBEDS } from "./families/embeds.mjs";
import { FORMATS } from "./families/formats.mjs";
import { HANDLERS } from "./families/handlers.mjs";
import { HEADS } from "./families/heads.mjs";
import { STYLES } from "./families/styles.mjs";
import { THEFT_CASES } from "./families/thefts.mjs";

const FAMILIES = {
  handlers: HANDLERS,
  addresses: ADDRESSES,
  heads: HEADS,
  embeds: EMBEDS,
  drawings: DRAWINGS,
  styles: STYLES,
  formats: FORMATS,
  broken: BROKEN,
  thefts: THEFT_CASES,
};

/**
 * All hostile recordings, aimed at `own`, the address of the server under test.
 *
 * Whatever runs says `hostile ran: NAME` in the browser's console, and whatever loads asks `NAME.hostile.test`.
 * `quiet` tells why a case does nothing even in a player without any protection.
 */
export function listCases(own) {
  return Object.entries(FAMILIES).flatMap(([family, cases]) =>
    cases.map(([idea, make, quiet], at) => {
      const name = `${family}-${at}`;
      const made = make(aimAt(name, own));
      return { name, family, idea, quiet, events: Array.isArray(made) ? made : recordPage(made) };
    }),
  );
}

function aimAt(name, own) {
  const host = `${name}.hostile.test`;
  return { name, host, own, run: `console.info('hostile ran: ${name}')`, url: (path) => `http://${host}/${path}` };
}
