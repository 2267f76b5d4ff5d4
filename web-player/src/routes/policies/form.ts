/** A draft as it stands in the fields of the editor. Pure; the server judges what is sent. */

import type { Collection, Friction, Identifiers, LegalBasis, Masking, Nature, Pointer, Policy, Trigger } from "../../api/policies";
import { FRICTIONS } from "../../terms";
import { readNumber, splitMinutes, toMinutes } from "./amounts";
import type { TimeUnit } from "./amounts";
import type { FieldName } from "./fields";
import { THRESHOLDS, fromFriction, isUsual, toFriction } from "./friction";
import type { TypedThresholds } from "./friction";

/** Triggers of which nothing more is to be said. */
export const SIMPLE = [
  "javascript_error",
  "unhandled_rejection",
  "failed_request",
  "rage_click",
  "dead_click",
  "support_request",
] as const;
export type Simple = (typeof SIMPLE)[number];

/** Numbers are kept as they were typed, lists as one text with a line for each. */
export interface Form extends TypedThresholds {
  whatFor: string;
  lessIntrusive: string;
  legalBasis: LegalBasis;
  nature: Nature | undefined;
  limits: { L1: boolean; L2: boolean; L3: boolean };
  rate: string;
  history: "on_device" | "provisional";
  whyNotOnDevice: string;
  historyDelay: string;
  before: string;
  after: string;
  triggers: Simple[];
  urls: string;
  elements: string;
  customs: string;
  keep: Partial<Record<Friction, string>>;
  verdictDelay: string;
  masking: Masking;
  identifiers: Identifiers;
  retention: string;
  retentionUnit: TimeUnit;
  /** Whether an event counts besides: for support a ticket, else a release. */
  until: boolean;
  longest: string;
  lifespan: string;
  textVersion: string;
  /** Whether the first level tells of session replay; if not, why (§ 25). */
  firstLevel: boolean;
  offFirstLevel: string;
  /** Whether recordings are erased when their visitor withdraws; if not, why. */
  eraseWithdrawn: boolean;
  keepAfterWithdrawal: string;
  routes: string;
  recordOnly: string;
  neverRecord: string;
  block: string;
  publisherMarks: boolean;
  pointer: Pointer;
  export: boolean;
  reasons: { measure: string; why: string }[];
}

/** For how many minutes a ticket keeps a recording at most. */
export const LONGEST = 43_200;

const toLines = (items: readonly string[] = []) => items.join("\n");
const fromLines = (text: string) =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

function partsOf({ L1, L2, L3 }: Collection) {
  const history = L2?.history ?? "on_device";
  const provisional = history === "on_device" ? undefined : history.provisional;
  const triggers = L2?.triggers ?? [];
  return {
    limits: { L1: L1 !== undefined, L2: L2 !== undefined, L3: L3 !== undefined },
    rate: String(Number(((L1?.rate ?? 0.01) * 100).toFixed(6))),
    history: provisional ? ("provisional" as const) : ("on_device" as const),
    whyNotOnDevice: provisional?.why_not_on_device ?? "",
    historyDelay: String(provisional?.delete_within_minutes ?? 60),
    before: String(L2?.before_s ?? 60),
    after: String(L2?.after_s ?? 120),
    triggers: SIMPLE.filter((on) => triggers.some((trigger) => trigger.on === on)),
    urls: toLines(triggers.flatMap((trigger) => (trigger.on === "url" ? [trigger.pattern] : []))),
    elements: toLines(triggers.flatMap((trigger) => (trigger.on === "element" ? [trigger.selector] : []))),
    customs: toLines(triggers.flatMap((trigger) => (trigger.on === "custom" ? [trigger.name] : []))),
    keep: Object.fromEntries((L3?.keep ?? []).map(({ marker, at_least: times }) => [marker, String(times ?? 1)])),
    verdictDelay: String(L3?.delete_within_minutes ?? 15),
  };
}

/** The fields that show a policy. */
export function fromPolicy(policy: Policy): Form {
  const { amount, unit } = splitMinutes(policy.retention_minutes);
  return {
    ...partsOf(policy.collection),
    whatFor: policy.necessity?.what_for ?? "",
    lessIntrusive: policy.necessity?.less_intrusive ?? "",
    legalBasis: policy.legal_basis ?? "consent",
    nature: policy.nature,
    masking: policy.masking,
    identifiers: policy.identifiers,
    retention: String(amount),
    retentionUnit: unit,
    until: policy.until !== undefined,
    longest: String(policy.until?.event === "ticket_closed" ? (policy.until.longest_minutes ?? LONGEST) : LONGEST),
    lifespan: String(policy.lifespan_minutes),
    textVersion: policy.text_version,
    firstLevel: policy.off_first_level === undefined,
    offFirstLevel: policy.off_first_level ?? "",
    eraseWithdrawn: policy.keep_after_withdrawal === undefined,
    keepAfterWithdrawal: policy.keep_after_withdrawal ?? "",
    routes: toLines(policy.routes),
    recordOnly: toLines(policy.pages?.record_only),
    neverRecord: toLines(policy.pages?.never_record),
    block: toLines(policy.block),
    publisherMarks: policy.publisher_marks ?? false,
    ...fromFriction(policy.friction),
    pointer: policy.pointer ?? "targets",
    export: policy.export ?? false,
    reasons: policy.reasons ?? [],
  };
}

const numberOf = (text: string) => readNumber(text) ?? 0;

function triggersOf({ triggers, urls, elements, customs }: Form): Trigger[] {
  return [
    ...SIMPLE.filter((on) => triggers.includes(on)).map((on) => ({ on })),
    ...fromLines(urls).map((pattern) => ({ on: "url" as const, pattern })),
    ...fromLines(elements).map((selector) => ({ on: "element" as const, selector })),
    ...fromLines(customs).map((name) => ({ on: "custom" as const, name })),
  ];
}

function collectionOf(form: Form): Collection {
  const { limits, history, whyNotOnDevice, historyDelay } = form;
  const provisional = { why_not_on_device: whyNotOnDevice, delete_within_minutes: numberOf(historyDelay) };
  const keep = FRICTIONS.flatMap((marker) => {
    const times = form.keep[marker];
    return times === undefined ? [] : [{ marker, at_least: numberOf(times) }];
  });
  return {
    ...(limits.L1 && { L1: { rate: Math.round(numberOf(form.rate) * 1e6) / 1e8 } }),
    ...(limits.L2 && {
      L2: {
        history: history === "on_device" ? ("on_device" as const) : { provisional },
        before_s: numberOf(form.before),
        after_s: numberOf(form.after),
        triggers: triggersOf(form),
      },
    }),
    ...(limits.L3 && { L3: { keep, delete_within_minutes: numberOf(form.verdictDelay) } }),
  };
}

function untilOf(form: Form, purpose: Policy["purpose"]): NonNullable<Policy["until"]> {
  return purpose === "support" ? { event: "ticket_closed", longest_minutes: numberOf(form.longest) } : { event: "release" };
}

/** The policy that the fields say; what has no field is as in `base`. */
export function toPolicy(form: Form, base: Policy): Policy {
  const { nature: _, until: __, off_first_level: ___, keep_after_withdrawal: ____, ...rest } = base;
  return {
    ...rest,
    necessity: { what_for: form.whatFor, less_intrusive: form.lessIntrusive },
    legal_basis: form.legalBasis,
    ...(form.nature && { nature: form.nature }),
    collection: collectionOf(form),
    masking: form.masking,
    identifiers: form.identifiers,
    retention_minutes: toMinutes(numberOf(form.retention), form.retentionUnit),
    ...(form.until && { until: untilOf(form, base.purpose) }),
    lifespan_minutes: numberOf(form.lifespan),
    text_version: form.textVersion,
    ...(!form.firstLevel && { off_first_level: form.offFirstLevel }),
    ...(!form.eraseWithdrawn && { keep_after_withdrawal: form.keepAfterWithdrawal }),
    routes: fromLines(form.routes),
    pages: { record_only: fromLines(form.recordOnly), never_record: fromLines(form.neverRecord) },
    block: fromLines(form.block),
    publisher_marks: form.publisherMarks,
    ...((base.friction !== undefined || !isUsual(form)) && { friction: toFriction(form) }),
    pointer: form.pointer,
    export: form.export,
    reasons: form.reasons.filter(({ why }) => why.trim() !== ""),
  };
}

/** The fields that should say a number and do not. What is not asked for does not count. */
export function unreadable(form: Form): FieldName[] {
  const asked: [FieldName, boolean, string | undefined][] = [
    ["rate", form.limits.L1, form.rate],
    ["before", form.limits.L2, form.before],
    ["after", form.limits.L2, form.after],
    ["historyDelay", form.limits.L2 && form.history === "provisional", form.historyDelay],
    ["verdictDelay", form.limits.L3, form.verdictDelay],
    ["retention", true, form.retention],
    ["longest", form.until, form.longest],
    ["lifespan", true, form.lifespan],
    ...THRESHOLDS.map(({ name }): [FieldName, boolean, string | undefined] => [name, true, form[name]]),
    ...FRICTIONS.map((marker): [FieldName, boolean, string | undefined] => [
      "keep",
      form.limits.L3 && form.keep[marker] !== undefined,
      form.keep[marker],
    ]),
  ];
  const names = asked.flatMap(([name, isAsked, text]) => (isAsked && readNumber(text ?? "") === undefined ? [name] : []));
  return [...new Set(names)];
}

/** The line of a list that the server did not accept. */
export function lineAt(form: Form, name: FieldName, at: number): string | undefined {
  if (name === "triggers") {
    const trigger = triggersOf(form).at(at);
    if (trigger?.on === "url") return trigger.pattern;
    if (trigger?.on === "element") return trigger.selector;
    return trigger?.on === "custom" ? trigger.name : undefined;
  }
  if (name === "routes" || name === "recordOnly" || name === "neverRecord" || name === "block") return fromLines(form[name]).at(at);
  return undefined;
}

/** Gives one measure its written reason, and keeps those of the others. */
export function withReason(reasons: Form["reasons"], measure: string, why: string): Form["reasons"] {
  if (!reasons.some((reason) => reason.measure === measure)) return [...reasons, { measure, why }];
  return reasons.map((reason) => (reason.measure === measure ? { measure, why } : reason));
}
