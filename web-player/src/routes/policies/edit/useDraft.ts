import { useMutation } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { isApiProblem } from "../../../api";
import { findDraft, listPolicies, writeDraft } from "../../../api/policies";
import type { Conformance, DraftView, Policy, PurposeAddress } from "../../../api/policies";
import { fromPolicy, toPolicy, unreadable } from "../form";
import type { Form } from "../form";
import { begin } from "./beginning";
import type { Beginning } from "./beginning";

const QUIET_MS = 700;
const PATIENCE_MS = 10_000;

/** A beginning that has a policy to show. */
export type Start = Beginning & { policy: Policy };

export type SavingState = "clean" | "kept" | "waiting" | "saving" | "faulty" | "failed" | "conflict";
export type DraftState = ReturnType<typeof useDraft>;

export function isConflict(error: unknown): boolean {
  return isApiProblem(error) && error.type === "/problems/draft-changed";
}

/** The draft and the policy in force as they are now. */
async function readAgain(address: PurposeAddress): Promise<Start | undefined> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const [view, policies] = await Promise.all([findDraft(address, signal), listPolicies(address.site, signal)]);
  const begun = begin(view, policies, address.purpose);
  return begun.policy && { ...begun, policy: begun.policy };
}

/**
 * The fields of a draft, saved by themselves once one pauses. What the server refuses waits to be mended, and what
 * somebody else has written is never written over unasked.
 */
export function useDraft(address: PurposeAddress, start: Start) {
  const [form, setForm] = useState(() => fromPolicy(start.policy));
  const [kept, setKept] = useState({ ...start, form });
  const [refused, setRefused] = useState<{ form: Form; error: unknown }>();
  const [other, setOther] = useState<Start>();
  const saving = useMutation({
    mutationFn: (sent: { form: Form; revision: number }) =>
      writeDraft(address, sent.revision, toPolicy(sent.form, kept.policy)),
    onSuccess: (view, sent) => {
      setRefused(undefined);
      setKept({ ...kept, view, form: sent.form });
    },
    onError: async (error, sent) => {
      setRefused({ form: sent.form, error });
      if (isConflict(error)) setOther(await readAgain(address).catch(() => undefined));
    },
  });

  const missing = unreadable(form);
  const isDirty = form !== kept.form;
  const mayTry = isDirty && missing.length === 0 && refused?.form !== form && !other && !saving.isPending;
  const { mutate } = saving;
  const revision = kept.view.revision;
  useEffect(() => {
    if (!mayTry) return undefined;
    const timer = setTimeout(() => mutate({ form, revision }), QUIET_MS);
    return () => clearTimeout(timer);
  }, [mayTry, form, revision, mutate]);

  const take = (found: Start) => {
    const fresh = fromPolicy(found.policy);
    setOther(undefined);
    setRefused(undefined);
    setForm(fresh);
    setKept({ ...found, form: fresh });
  };
  return {
    form,
    set: (part: Partial<Form>) => setForm((now) => ({ ...now, ...part })),
    kept,
    isDirty,
    missing,
    refused: refused?.error,
    state: stateOf({ isDirty, kept, other, isSaving: saving.isPending, isFaulty: missing.length > 0, refused: refused?.form === form && refused.error }),
    conformance: kept.view.draft?.conformance ?? kept.inForce?.conformance,
    again: () => setRefused(undefined),
    other,
    useOther: () => other && take(other),
    useMine: () => {
      if (!other) return;
      setOther(undefined);
      setKept({ ...kept, view: other.view, inForce: other.inForce });
      mutate({ form, revision: other.view.revision });
    },
    /** What the fields say now, saved or not. */
    policy: toPolicy(form, kept.policy),
  };
}

interface Facts {
  isDirty: boolean;
  kept: { view: DraftView };
  other: Start | undefined;
  isSaving: boolean;
  isFaulty: boolean;
  /** Why what stands in the fields was refused, if it was. */
  refused: unknown;
}

function stateOf({ isDirty, kept, other, isSaving, isFaulty, refused }: Facts): SavingState {
  if (other) return "conflict";
  if (isFaulty) return "faulty";
  if (isSaving) return "saving";
  if (isDirty && isApiProblem(refused) && refused.field !== undefined) return "faulty";
  if (isDirty && refused) return "failed";
  if (isDirty) return "waiting";
  return kept.view.draft ? "kept" : "clean";
}

/** What the editor needs of a judgement, where there is none yet. */
export const UNJUDGED: Conformance = { framework: "", deviations: [], warnings: [] };
