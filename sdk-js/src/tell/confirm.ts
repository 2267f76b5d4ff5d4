import { make, place } from "../banner/make";
import { fetchTexts, languageOf } from "../banner/texts";

const STYLE = `
:host{all:initial;font:inherit}
p{box-sizing:border-box;position:fixed;z-index:2147483000;inset:auto 12px 12px auto;max-width:calc(100% - 24px);margin:0;padding:12px 16px;color:var(--revoir-text,#1c1e21);background:var(--revoir-background,#fff);border:1px solid var(--revoir-line,#767b82);border-radius:var(--revoir-radius,6px);font-size:16px;line-height:1.45}
p:empty{border:0;padding:0}
`;

/** Has the words at hand, so that a withdrawal without a network is confirmed, too. */
export async function prepareConfirmation(origin: string, site: string): Promise<void> {
  await fetchTexts(origin, site, "force-cache");
}

/** Says once that consent was withdrawn and what becomes of the recordings, to the eye and to a screen reader. */
export async function confirmWithdrawal(origin: string, site: string): Promise<void> {
  const { words } = await fetchTexts(origin, site, "force-cache");
  const { host, root } = place("data-revoir-said", STYLE);
  const line = make("p", { role: "status", lang: languageOf(document) });
  root.append(line);
  // A live region is heard when it changes.
  setTimeout(() => (line.textContent = words.withdrawn), 50);
  setTimeout(() => host.remove(), 10_000);
}
