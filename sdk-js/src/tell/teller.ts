import type { CreateTeller, Decision } from "../types";
import { confirmWithdrawal, prepareConfirmation } from "./confirm";
import { tellDecision, tellWithdrawals } from "./tell";
import { forget, withdrawFrom } from "./withdrawals";

/** Makes what clears the browser, and tells the server. */
export const createTeller: CreateTeller = (origin, site) => {
  async function tell(receipts: readonly string[], decision?: Decision): Promise<boolean> {
    if (decision?.act === "given") prepareConfirmation(origin, site).catch(() => {});
    const [accepted] = await Promise.all([!decision || tellDecision(origin, site, decision), tellWithdrawals(origin, site, receipts)]);
    return accepted;
  }

  return {
    tell,
    async end(ended, withdrawn, held, mechanism) {
      const receipts = [...held, ...forget(site, ended)];
      if (withdrawn.length === 0) return;
      const [gone, decision] = withdrawFrom(site, withdrawn, receipts, mechanism);
      const told = tell(gone, decision);
      // Where nothing was agreed to, there is nothing to confirm.
      if (decision || gone.length > 0) void confirmWithdrawal(origin, site).catch(() => {});
      await told;
    },
  };
};
