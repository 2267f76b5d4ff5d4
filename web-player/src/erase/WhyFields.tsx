import { Radio, Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ERASURE_REASONS } from "../terms";
import type { ErasureReason } from "../terms";
import type { Why } from "./erase";
import styles from "./erase.module.css";

const MAX_WORDS = 500;

/** Why something is erased, as it is being answered. */
export function useWhy() {
  const [reason, setReason] = useState<ErasureReason>();
  const [words, setWords] = useState("");
  const [missing, setMissing] = useState(false);
  /** The answer; where there is none yet, it is asked for. */
  const read = (): Why | undefined => {
    setMissing(reason === undefined);
    return reason && { reason, ...(words.trim() !== "" && { words: words.trim() }) };
  };
  return { reason, setReason, words, setWords, missing, read };
}

/** Asks why: one of a few reasons, and words if one likes. */
export function WhyFields({ reason, setReason, words, setWords, missing }: ReturnType<typeof useWhy>) {
  const { t } = useTranslation("recording");
  return (
    <>
      <p className="quiet">{t("erase.kept")}</p>
      <Radio.Group
        label={t("erase.why")}
        error={missing && reason === undefined && <span role="alert">{t("erase.missing")}</span>}
        value={reason ?? null}
        onChange={(chosen) => setReason(chosen as ErasureReason)}
      >
        <div className={styles.reasons}>
          {ERASURE_REASONS.map((term) => (
            <Radio key={term} value={term} label={t(`erase.reason.${term}`)} />
          ))}
        </div>
      </Radio.Group>
      <Textarea
        label={t("erase.words")}
        description={t("erase.wordsHint")}
        maxLength={MAX_WORDS}
        rows={2}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
    </>
  );
}
