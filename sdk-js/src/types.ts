import type { ConsentEvent } from "./consent";
import type { Ledger, Left } from "./ledger";

/** The three kinds of purpose; a site has at most one of each. */
export type Purpose = "support" | "ux" | "errors";

export const PURPOSES: readonly Purpose[] = ["support", "ux", "errors"];

export type State = "off" | "waiting" | "ring" | "sending" | "stopped";

/** What `status()` says about one purpose. */
export interface Status {
  purpose: Purpose;
  state: State;
  policyVersion?: number | undefined;
  reason?: string | undefined;
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
  /** When they decided, if that was not now: an ISO date, with or without its time. */
  at?: string;
  /** That it was an act on this site, which stands above Global Privacy Control. */
  act?: boolean;
}

/** That something failed on the page: what kind of thing, and nothing of what. */
export type Sign = "javascript_error" | "unhandled_rejection" | "failed_request";

/** From when on clicks are friction. */
export interface Thresholds {
  rage_clicks: number;
  rage_within_ms: number;
  long_wait_ms: number;
  dead_click_ms: number;
}

/** A predefined event that justifies keeping a recording under L2. */
export type Trigger =
  | { on: Sign | "rage_click" | "dead_click" | "support_request" }
  | { on: "url"; pattern: string }
  | { on: "element"; selector: string }
  | { on: "custom"; name: string };

/** The policy in force of one purpose, as `GET /v1/sites/KEY/policy` says it. */
export interface Policy {
  purpose: Purpose;
  policy_version: number;
  collection: {
    measure: "L1" | "L2" | "L3";
    /** Of L2. */
    history?: "on_device" | "provisional";
    before_s?: number;
    after_s?: number;
    triggers?: Trigger[];
    /** Where they are not the usual ones. */
    friction?: Partial<Thresholds>;
    /** Whether requests that fail must be known. */
    requests?: boolean;
  };
  identifiers: "I1" | "I2" | "I3";
  routes: string[];
  /** Pages that alone are recorded, if any are named, and pages that never are. */
  pages?: { record_only?: string[]; never_record?: string[] };
  /** Selectors of elements that are never recorded. */
  block?: string[];
  /** How long a recording is kept, where the server says it. */
  retention_ms?: number;
  lifespan_ms: number;
  max_bytes: number;
}

/** What recorder and page have in common. */
interface Controls {
  identify(userId: string, options?: { proof?: string }): boolean;
  /** Fires the triggers of this name; false if no purpose that waits for one knows it. */
  trigger(name: string): boolean;
  /** Observes nothing, or goes on, in this tab; nothing that was taken is dropped. */
  pause(on?: boolean): void;
  flush(): Promise<void>;
  status(): Status[];
}

/** What a page may call once the loader has run. */
export interface Revoir extends Controls {
  consent(choices: Choices, proof?: Proof): Promise<void>;
  withdraw(purposes?: Purpose[]): Promise<void>;
  /** Opens the page on which the visitor sees, takes along and erases what this browser recorded. */
  rights(): void;
  /** Opens our own banner's choices; `false` only loads its file. */
  banner(opens?: boolean): Promise<void>;
}

/** What the loader has of the recorder. */
export interface Recorder extends Controls {
  /** Opens what is chosen and is not open yet. */
  open(choices: Choices, proof: Proof): Promise<void>;
  /** Stops at once, drops what was not sent, and hands out the receipts that the page knows. */
  drop(purposes: readonly Purpose[]): string[];
}

/** What the loader tells the recorder of its surroundings. */
export interface Place {
  /** The origin of the SDK's own script: the only host that is ever spoken to. */
  origin: string;
  /** The address of that script, which its other files stand beside. */
  base: string;
  site: string;
  /** The page's developer wants to see what leaves. */
  panel?: Panel;
  /** The first answer to the policy request, which the loader sends beside the recorder's script. */
  policy?: Promise<Response>;
  /** Ends these purposes: the text that was agreed to is not accepted any more, or another tab has withdrawn. */
  end(purposes: readonly Purpose[], event: ConsentEvent): void;
  /** Tells the server of a decision. */
  tell(decision: Decision): Promise<void>;
}

export type CreateRecorder = (place: Place) => Recorder;

/** What a decision says: each purpose that is decided, in which text, how. */
export interface Decision {
  purposes: Choices;
  text_version: string;
  mechanism: string;
  act: "given" | "withdrawn";
}

/** Clears what is kept, and tells the server. It is there before anything is recorded. */
export interface Teller {
  /** Clears what the tab keeps of purposes that have ended, and all that the browser keeps of those withdrawn; then tells. */
  end(ended: readonly Purpose[], withdrawn: readonly Purpose[], held: readonly string[], mechanism?: string): Promise<void>;
  /** Tells of a decision, and of these withdrawals and those that wait; false if the text is not accepted. */
  tell(receipts: readonly string[], decision?: Decision): Promise<boolean>;
}

export type CreateTeller = (origin: string, site: string) => Teller;

/** What the loader tells the banner. */
export interface BannerPlace {
  origin: string;
  site: string;
  /** The snippet's attributes. */
  data: DOMStringMap;
}

/** Shows what the snippet asks for, and gives what opens the choices. */
export type ShowBanner = (revoir: Revoir, place: BannerPlace) => () => Promise<void>;

/** Remembers what leaves the page, and shows it to the developer. */
export interface Panel {
  ledger: Ledger;
  show(recorder: Pick<Recorder, "status">): void;
}
