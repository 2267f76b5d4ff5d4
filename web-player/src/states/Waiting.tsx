import { Skeleton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import screen from "./screen.module.css";

/** Lines where a table or a list will stand. */
export function Waiting({ lines = 4 }: { lines?: number }) {
  const { t } = useTranslation("states");
  return (
    <div className={screen.rows} role="status" aria-label={t("loading")}>
      {Array.from({ length: lines }, (_, line) => (
        <Skeleton key={line} height={24} mt={12} mb={4} />
      ))}
    </div>
  );
}
