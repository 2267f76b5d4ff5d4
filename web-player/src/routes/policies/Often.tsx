import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Policy, PurposeAddress } from "../../api/policies";
import { Icon } from "../../shell/icons";
import { sayShare } from "./amounts";
import { volumesQuery } from "./queries";
import { useSayings } from "./sayings";
import styles from "./policies.module.css";

/** Whether a trigger fires so often that nearly every visit is kept, and what that was counted from. */
export function Often({ address, policy }: { address: PurposeAddress; policy: Policy }) {
  const { t, i18n } = useTranslation("policies");
  const say = useSayings();
  const often = useQuery(volumesQuery(address)).data?.often ?? [];
  const triggered = policy.collection.L2;
  if (triggered === undefined || (triggered.triggers ?? []).length === 0) return undefined;
  if ((triggered.history ?? "on_device") === "on_device") return <p className="quiet">{t("often.unknown")}</p>;
  const count = new Intl.NumberFormat(i18n.language);
  return often.map(({ trigger, visits, fired }) => (
    <div key={JSON.stringify(trigger)} className={styles.deviation} data-often>
      <p>
        <Icon name="attention" size={16} /> <strong>{t("often.title", { trigger: say.trigger(trigger) })}</strong>
      </p>
      <p>
        {t("often.counted", { fired: count.format(fired), visits: count.format(visits), share: sayShare(Math.round((fired / visits) * 100) / 100, i18n.language) })}
      </p>
      <p className="quiet">{t("often.what")}</p>
    </div>
  ));
}
