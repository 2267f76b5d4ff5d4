import assert from "node:assert/strict";
import { server } from "./running.mjs";
import { signInForCookie } from "./support.mjs";

/** The text that says that every visit is recorded: further than what visitors were told by the first. */
export const TEXT = "2";

/** Has `support` record every visit, or this share of them, as its DPO would; answers the version that says so. */
export async function collectEveryone(rate = 1) {
  const headers = { cookie: await signInForCookie(server.url, "dpo@demo.test"), "content-type": "application/json" };
  const at = `${server.url}/api/sites/demo/policies`;
  const ask = async (method, path, body) => {
    const answer = await fetch(`${at}${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    assert.ok(answer.ok, await answer.clone().text());
    return answer.json();
  };
  const { policies } = await ask("GET", "");
  const { policy } = policies.find((one) => one.policy.purpose === "support");
  await ask("PUT", "/support/draft", { revision: 0, policy: { ...policy, text_version: TEXT, collection: { L1: { rate } } } });
  const justifications = [{ measure: "collection", alternative: "We ask.", meets: "They know." }];
  const { version } = await ask("POST", "/support/versions", { revision: 1, why: "A try.", justifications });
  return version;
}

/** A visit under this version of `support`, of whom the site's page says who it is. */
export async function visitAs(id, policyVersion) {
  const receipt = [...crypto.getRandomValues(new Uint8Array(32))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const body = {
    site: "demo",
    purpose: "support",
    policy_version: policyVersion,
    consent: { text_version: TEXT, mechanism: "page", at: new Date().toISOString() },
    receipt_hash: receipt,
    pseudonym_input: { id },
  };
  const answer = await fetch(`${server.url}/v1/grants`, { method: "POST", body: JSON.stringify(body) });
  assert.equal(answer.status, 200, await answer.text());
}
