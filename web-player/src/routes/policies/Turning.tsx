import { Suspense, lazy, useState } from "react";
import { useTranslation } from "react-i18next";
import type { PurposeAddress, Stop } from "../../api/policies";
import { formatMoment } from "../../format";
import screen from "../../states/screen.module.css";
import { useSayings } from "./sayings";
import styles from "./policies.module.css";

const TurnDialog = lazy(async () => ({ default: (await import("./TurnDialog")).TurnDialog }));

/** That nothing is collected for the moment, since when and by whom. */
export function Stopped({ stopped, mayEdit }: { stopped: Stop; mayEdit: boolean }) {
  const { t, i18n } = useTranslation("policies");
  const say = useSayings();
  return (
    <div className={screen.note} data-stopped>
      <strong>
        <span aria-hidden="true">■</span> {t("stopped")}
      </strong>
      <p>{t("stoppedBy", { by: say.author(stopped.by), moment: formatMoment(stopped.at, i18n.language) })}</p>
      <p className="quiet">{t(mayEdit ? "stoppedText" : "stoppedAsk")}</p>
    </div>
  );
}

/** The button that stops a purpose, or lets it go on: one and the same, so that the focus comes back to it. */
export function Turning({ address, isStopped, name }: { address: PurposeAddress; isStopped: boolean; name: string }) {
  const { t } = useTranslation("policies");
  const [asking, setAsking] = useState<"stop" | "resume">();
  const [said, setSaid] = useState<"stop" | "resume">();
  const turn = isStopped ? "resume" : "stop";
  return (
    <>
      <button
        type="button"
        className={styles.turn}
        data-turn={turn}
        aria-label={t(`${turn}.of`, { purpose: name })}
        onClick={() => setAsking(turn)}
      >
        {t(`${turn}.deed`)}…
      </button>
      <span role="status" className={styles.said}>
        {said && t(`${said}.done`)}
      </span>
      <Suspense>
        {asking && (
          <TurnDialog
            address={address}
            turn={asking}
            onDone={() => (setSaid(asking), setAsking(undefined))}
            onClose={() => setAsking(undefined)}
          />
        )}
      </Suspense>
    </>
  );
}
