import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";
import type { Purpose, Recording } from "../../api";
import { eraseRecording } from "../../api/recording";
import type { Why } from "../../erase/erase";
import { WhyFields, useWhy } from "../../erase/WhyFields";
import styles from "../../erase/erase.module.css";
import { describeOpening } from "../../opening";
import { dropFromLists, forgetRecording, newsKey } from "../../queries";
import { Dialog } from "../../states/Dialog";
import { eraseMany } from "./eraseMany";

interface Props {
  site: string;
  purpose: Purpose;
  chosen: readonly Recording[];
  setChosen: (chosen: ReadonlySet<string>) => void;
  onClose: () => void;
  onErased: (said: string) => void;
}

/** Asks for one reason, then deletes the chosen recordings one after the other. What failed stays chosen, and is named. */
export function EraseChosen({ chosen, onClose, onErased, ...rest }: Props) {
  const { t } = useTranslation("recordings");
  const answer = useWhy();
  const erasing = useErasing(rest);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const why = answer.read();
    if (why === undefined || erasing.running) return;
    const { done, failed } = await erasing.start(chosen, why);
    if (failed.length > 0) return;
    onClose();
    if (done.length > 0) onErased(t("selection.erased", { count: done.length }));
  };
  const close = () => (erasing.running ? erasing.stop() : onClose());
  const count = erasing.count ?? chosen.length;
  // Others may have deleted meanwhile all that was chosen: then there is nothing to ask.
  const idle = chosen.length === 0 && !erasing.running && erasing.failed.length === 0;
  useEffect(() => {
    if (idle) onClose();
  }, [idle]);
  return (
    <Dialog opened onClose={close} title={t("selection.title", { count })}>
      <form onSubmit={submit} className={styles.form}>
        <p>{t("selection.text", { count })}</p>
        <WhyFields {...answer} />
        <p role="status">{erasing.running && t("selection.progress", { done: erasing.done, count })}</p>
        {!erasing.running && erasing.failed.length > 0 && <Failures failed={erasing.failed} />}
        <div className={styles.actions}>
          <Button variant="default" onClick={close} data-autofocus>
            {erasing.running ? t("selection.stop") : t("selection.keep", { count })}
          </Button>
          <Button type="submit" className={styles.danger} loading={erasing.running}>
            {erasing.failed.length > 0 ? t("selection.again") : t("eraseConfirm")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function Failures({ failed }: { failed: readonly Recording[] }) {
  const { t, i18n } = useTranslation("recordings");
  return (
    <div role="alert" className="failure">
      {t("selection.failed", { count: failed.length })}
      <ul>
        {failed.map((recording) => (
          <li key={recording.id}>
            {recording.entry_route ?? t("noRoute")} · {describeOpening(recording, Date.now(), i18n.language).exact}
          </li>
        ))}
      </ul>
    </div>
  );
}

interface Erasing {
  site: string;
  purpose: Purpose;
  setChosen: (chosen: ReadonlySet<string>) => void;
}

function useErasing({ site, purpose, setChosen }: Erasing) {
  const queries = useQueryClient();
  const [state, setState] = useState<{ running: boolean; count?: number; done: number; failed: readonly Recording[] }>({
    running: false,
    done: 0,
    failed: [],
  });
  const stopped = useRef(false);
  const start = async (chosen: readonly Recording[], why: Why) => {
    stopped.current = false;
    setState({ running: true, count: chosen.length, done: 0, failed: [] });
    const outcome = await eraseMany(chosen, (one) => eraseRecording({ site, recording: one.id }, why), {
      stopped: () => stopped.current,
      onProgress: ({ done, failed }) => setState({ running: true, count: chosen.length, done: done.length, failed }),
    });
    for (const { id: recording } of outcome.done) {
      dropFromLists(queries, purpose, { site, recording });
      forgetRecording(queries, { site, recording });
    }
    void queries.invalidateQueries({ queryKey: newsKey(site, purpose) });
    const erased = new Set(outcome.done);
    setChosen(new Set(chosen.filter((one) => !erased.has(one)).map(({ id }) => id)));
    setState({ running: false, done: 0, failed: outcome.failed });
    return outcome;
  };
  return { ...state, start, stop: () => (stopped.current = true) };
}
