import { Button } from "@mantine/core";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import screen from "./screen.module.css";
import { useCopy } from "./useCopy";

/** Text to be taken elsewhere, and the button that takes it. Where the clipboard is closed, the text is selected. */
export function Copy({ text, label }: { text: string; label: string }) {
  const { t } = useTranslation("states");
  const shown = useRef<HTMLElement>(null);
  const { outcome, copy } = useCopy(text, shown);
  return (
    <div className={screen.copy}>
      <code ref={shown}>{text}</code>
      <Button variant="default" onClick={() => void copy()}>
        {label}
      </Button>
      <span role="status" className="quiet">
        {outcome && t(outcome)}
      </span>
    </div>
  );
}
