import type { Left } from "./ledger";

/** The three kinds of purpose; a site has at most one of each. */
export type Purpose = "support" | "ux" | "errors";

export const PURPOSES: readonly Purpose[] = ["support", "ux", "errors"];

export type State = "off" | "waiting" | "ring" | "sending" | "stopped";

/** What `status()` says about one purpose. */
export interface Status {
  purpose: Purpose;
  state: State;
  policyVersion: number | undefined;
  reason?: string;
  /** Batches that the server has acknowledged. */
  sent: number;
  /** Fields that were masked before they were buffered. */
  masked: number;
  /** With `data-debug` alone: what has left the redactor on this page, for whichever purpose. */
  left?: Left[];
  /** Events, attributes and fields that were left out before they were buffered. */
  dropped: number;
}

export type Choices = Partial<Record<Purpose, boolean>>;

/** How the visitor was asked; kept with the consent's proof. */
export interface Proof {
  mechanism?: string;
  textVersion?: string;
}

/** The policy in force of one purpose, as `GET /v1/sites/KEY/policy` says it. */
export interface Policy {
  purpose: Purpose;
  policy_version: number;
  collection: { measure: "L1" | "L2" | "L3" };
  identifiers: "I1" | "I2" | "I3";
  routes: string[];
  /** Pages that alone are recorded, if any are named, and pages that never are. */
  pages?: { record_only?: string[]; never_record?: string[] };
  /** Selectors of elements that are never recorded. */
  block?: string[];
  lifespan_ms: number;
  max_bytes: number;
}

/** What a page may call once the loader has run. */
export interface Revoir {
  consent(choices: Choices, proof: Proof): Promise<void>;
  withdraw(purposes?: Purpose[]): Promise<void>;
  identify(userId: string, options?: { proof?: string }): boolean;
  flush(): Promise<void>;
  status(): Status[];
}

/** What the loader tells the recorder of its surroundings. */
export interface Place {
  /** The origin of the SDK's own script: the only host that is ever spoken to. */
  origin: string;
  /** The address of that script, which its other files stand beside. */
  base: string;
  site: string;
  /** Whether the page's developer wants to see what leaves. */
  debug?: boolean;
  /** The first answer to the policy request, which the loader sends beside the recorder's script. */
  policy?: Promise<Response>;
}

export type CreateRecorder = (place: Place) => Revoir;

/** Shows the developer what leaves the page. */
export type ShowPanel = (revoir: Revoir) => void;
