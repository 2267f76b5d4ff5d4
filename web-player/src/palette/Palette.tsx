import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useId, useState } from "react";
import type { KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import type { Session } from "../api";
import { Dialog } from "../states/Dialog";
import { useTrouble } from "../states/Trouble";
import { findId, matching } from "./choices";
import { OptionList } from "./OptionList";
import { seekRecording } from "./seek";
import { useChoices } from "./useChoices";
import type { Deed } from "./useChoices";
import styles from "./palette.module.css";

interface Props {
  session: Session;
  onClose: () => void;
  onKeys: () => void;
}

/** Reaches every screen, every recording by its id and every action, by typing. */
export function Palette({ session, onClose, onKeys }: Props) {
  const { t } = useTranslation("shell");
  const list = useId();
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const seeking = useSeek(session, onClose);
  const all = useChoices(session, onKeys);
  const recording = findId(query);
  const shown = recording === undefined ? matching(all, query) : [recordingDeed(recording)];
  const chosen = Math.min(at, shown.length - 1);

  function recordingDeed(id: string): Deed {
    return { id, group: "recordings", label: t("palette.recording", { id }), run: () => seeking.mutate(id) };
  }
  const run = (deed: Deed | undefined) => {
    deed?.run();
    if (deed && deed.group !== "recordings" && deed.id !== "keys") onClose();
  };
  const press = (event: KeyboardEvent) => {
    const moves: Record<string, number> = { ArrowDown: chosen + 1, ArrowUp: chosen - 1, PageDown: chosen + 8, PageUp: chosen - 8 };
    const to = moves[event.key];
    if (to !== undefined) setAt(Math.abs(to - chosen) === 1 ? (to + shown.length) % shown.length : clamp(to, shown.length));
    else if (event.key === "Enter") run(shown[chosen]);
    else return;
    event.preventDefault();
  };

  return (
    <Dialog opened onClose={onClose} title={t("palette.title")} wide>
      <input
        type="text"
        role="combobox"
        className={styles.input}
        aria-label={t("palette.title")}
        aria-expanded={shown.length > 0}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={shown.length > 0 ? `${list}-${chosen}` : undefined}
        placeholder={t("palette.placeholder")}
        autoComplete="off"
        spellCheck={false}
        data-autofocus
        value={query}
        onKeyDown={press}
        onChange={(event) => {
          setQuery(event.currentTarget.value);
          setAt(0);
          seeking.reset();
        }}
      />
      <OptionList id={list} deeds={shown} chosen={chosen} onRun={run} />
      <Outcome seeking={seeking} found={shown.length} />
      <p className={`quiet ${styles.hint}`}>{t("palette.hint")}</p>
    </Dialog>
  );
}

function clamp(to: number, length: number): number {
  return Math.max(0, Math.min(length - 1, to));
}

function useSeek(session: Session, onFound: () => void) {
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (id: string) => seekRecording(session, id, AbortSignal.timeout(10_000)),
    onSuccess: (address) => {
      if (address === undefined) return;
      onFound();
      void navigate({ to: address });
    },
  });
}

/** Says how many results there are, and how looking for a recording went. */
function Outcome({ seeking, found }: { seeking: ReturnType<typeof useSeek>; found: number }) {
  const { t } = useTranslation("shell");
  const why = useTrouble();
  const isMissing = seeking.isSuccess && seeking.data === undefined;
  const text = seeking.isPending
    ? t("palette.seeking")
    : seeking.isError
      ? why(seeking.error)
      : isMissing
        ? t("palette.missing")
        : found === 0
          ? t("palette.none")
          : t("palette.count", { count: found });
  return (
    <p role="status" className={seeking.isError || isMissing ? "failure" : "quiet"}>
      {text}
    </p>
  );
}
