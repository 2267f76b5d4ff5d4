import { Button } from "@mantine/core";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Language } from "../words/words";
import { useCopy } from "./useCopy";
import styles from "./reading.module.css";

interface Props {
  language: Language;
  text: string;
  /** What it is, such as "First level: English". */
  name: string;
  /** The words of both buttons. */
  copy: string;
  download: string;
  /** What the file is called that it becomes. */
  file: string;
}

/** A text for people elsewhere, in one language: to be read, copied or downloaded. */
export function Reading({ language, text, name, copy: copyWord, download, file }: Props) {
  const { t } = useTranslation("states");
  const { t: ofShell } = useTranslation();
  const shown = useRef<HTMLPreElement>(null);
  const { outcome, copy } = useCopy(text, shown);
  return (
    <div className={styles.reading}>
      <p className={styles.language} lang={language}>
        {ofShell(`languages.${language}`)}
      </p>
      <div className={styles.read} lang={language} tabIndex={0} role="group" aria-label={name}>
        <pre ref={shown}>{text}</pre>
      </div>
      <div className={styles.ways}>
        <Button variant="default" size="xs" aria-label={`${copyWord}: ${name}`} onClick={() => void copy()}>
          {copyWord}
        </Button>
        <a href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`} download={file} aria-label={`${download}: ${name}`}>
          {download}
        </a>
        <span role="status" className="quiet">
          {outcome && t(outcome)}
        </span>
      </div>
    </div>
  );
}
