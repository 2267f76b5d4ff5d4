import { useNavigate } from "@tanstack/react-router";
import type { Ref } from "react";
import { useTranslation } from "react-i18next";
import type { Purpose, Recording, Site } from "../../api";
import { useNow } from "../../now";
import { RecordingRow } from "./RecordingRow";
import styles from "./recordings.module.css";

interface Props {
  site: Site;
  purpose: Purpose;
  rows: Recording[];
  ref: Ref<HTMLTableElement>;
}

/** One line per recording. The route is the link; the whole line opens with the mouse. */
export function RecordingTable({ site, purpose, rows, ref }: Props) {
  const { t } = useTranslation("recordings");
  const navigate = useNavigate();
  const now = useNow();
  const open = (recording: string) =>
    void navigate({
      to: "/sites/$site/$purpose/recordings/$recording",
      params: { site: site.key, purpose, recording },
    });
  return (
    <table ref={ref} className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{t("route")}</th>
          <th scope="col">{t("opened")}</th>
          <th scope="col">{t("duration")}</th>
          <th scope="col">{t("device")}</th>
          <th scope="col">{t("state")}</th>
          <th scope="col">{t("left")}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((recording) => (
          <RecordingRow
            key={recording.id}
            site={site}
            purpose={purpose}
            recording={recording}
            now={now}
            onOpen={() => open(recording.id)}
          />
        ))}
      </tbody>
    </table>
  );
}
