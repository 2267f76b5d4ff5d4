import { useMutation } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useEffect, useId, useRef, useState } from "react";
import type { KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import type { Session } from "../api";
import { useSignOut } from "../shell/signOut";
import { Dialog } from "../states/Dialog";
import { useTrouble } from "../states/Trouble";
import { findId, findMoment, matching } from "./choices";
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

/** What does not close the palette: the keys take its place, and signing out may fail. */
const STAYING = ["keys", "sign-out"];

/** Reaches every screen, every recording by its id and every action, by typing. */
export function Palette({ session, onClose, onKeys }: Props) {
  const { t } = useTranslation("shell");
  const list = useId();
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const seeking = useSeek(session, onClose);
  const leaving = useSignOut();
  const all = useChoices(session, onKeys, () => leaving.isPending || leaving.mutate());
  const recording = findId(query);
  const shown = recording === undefined ? matching(all, query) : [recordingDeed(recording)];
  const chosen = Math.min(at, shown.length - 1);

  function recordingDeed(id: string): Deed {
    return { id, group: "recordings", label: t("palette.recording", { id }), run: () => seeking.mutate({ id, moment: findMoment(query) }) };
  }
  const run = (deed: Deed | undefined) => {
    deed?.run();
    if (deed && deed.group !== "recordings" && !STAYING.includes(deed.id)) onClose();
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
          seeking.forget();
          if (leaving.isError) leaving.reset();
        }}
      />
      <OptionList id={list} deeds={shown} chosen={chosen} onRun={run} />
      <Outcome seeking={seeking} stayed={leaving.isError} found={shown.length} />
      <p className={`quiet ${styles.hint}`}>{t("palette.hint")}</p>
    </Dialog>
  );
}

function clamp(to: number, length: number): number {
  return Math.max(0, Math.min(length - 1, to));
}

/** Looks for a recording and opens it; what was looked for is dropped once something else is typed or the palette closes. */
function useSeek(session: Session, onFound: () => void) {
  const { history } = useRouter();
  const current = useRef<AbortController>(undefined);
  const seeking = useMutation({
    mutationFn: async ({ id }: { id: string; moment: number | undefined }) => {
      current.current?.abort();
      const { signal } = (current.current = new AbortController());
      const address = await seekRecording(session, id, AbortSignal.any([signal, AbortSignal.timeout(10_000)]));
      signal.throwIfAborted();
      return address;
    },
    onSuccess: (address, { moment }) => {
      if (address === undefined) return;
      onFound();
      history.push(moment === undefined ? address : `${address}?t=${moment}`);
    },
  });
  useEffect(() => () => current.current?.abort(), []);
  const forget = () => {
    current.current?.abort();
    seeking.reset();
  };
  return { ...seeking, forget };
}

/** Says how many results there are, and how looking for a recording went. */
function Outcome({ seeking, stayed, found }: { seeking: ReturnType<typeof useSeek>; stayed: boolean; found: number }) {
  const { t } = useTranslation("shell");
  const why = useTrouble();
  const isMissing = seeking.isSuccess && seeking.data === undefined;
  const text = stayed
    ? t("signOutFailed")
    : seeking.isPending
      ? t("palette.seeking")
      : seeking.isError
        ? why(seeking.error)
        : isMissing
          ? t("palette.missing")
          : found === 0
            ? t("palette.none")
            : t("palette.count", { count: found });
  return (
    <p role="status" className={stayed || seeking.isError || isMissing ? "failure" : "quiet"}>
      {text}
    </p>
  );
}
