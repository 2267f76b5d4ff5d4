import { Checkbox, NativeSelect, TextInput } from "@mantine/core";
import { useCallback, useDeferredValue, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Note, Sign, Transcript } from "../../api/recording";
import { Trouble } from "../../states/Trouble";
import type { Moment } from "../../player/Player";
import { useSignWords } from "../../player/useSignWords";
import { currentEntry, entriesOf, matches } from "./entries";
import type { Entry } from "./entries";
import { TranscriptList } from "./TranscriptList";
import { describeLine } from "./wording";
import styles from "./transcript.module.css";

interface Props {
  moment: Moment;
  transcript: { data: Transcript | undefined; isPending: boolean; isError: boolean; refetch: () => unknown };
  signs: readonly Sign[];
  notes: readonly Note[];
  /** Whether the notes are there yet. */
  reading: { isPending: boolean; isFailed: boolean; refetch: () => unknown };
  open: boolean;
  deleting: { error: unknown };
  onDelete: (note: string) => void;
}

/** The recording in words: complete, searchable, and each line leads to its moment. */
export function Side({ moment, transcript, signs, notes, reading, open, deleting, onDelete }: Props) {
  const { t } = useTranslation(["transcript", "recording"]);
  const [search, setSearch] = useState("");
  const [notesOnly, setNotesOnly] = useState(false);
  const [follow, setFollow] = useState(true);
  const lines = transcript.data?.lines;
  const entries = useMemo(() => entriesOf(lines ?? [], signs, notes), [lines, signs, notes]);
  const texts = useTexts(entries);
  const sought = useDeferredValue(search.trim());
  const shown = useMemo(() => {
    const kept = notesOnly ? entries.filter(({ kind }) => kind === "note") : entries;
    return sought === "" ? kept : kept.filter(({ id }) => matches(texts.get(id) ?? "", sought));
  }, [entries, texts, sought, notesOnly]);
  const seek = useSteady(moment.seek);
  const remove = useSteady(onDelete);
  return (
    <section className={styles.side} aria-label={t("title")}>
      <div className={styles.head}>
        <TextInput
          size="xs"
          type="search"
          aria-label={t("search")}
          placeholder={t("search")}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <div className={styles.choices}>
          <NativeSelect
            size="xs"
            aria-label={t("show")}
            value={notesOnly ? "notes" : "all"}
            onChange={(event) => setNotesOnly(event.currentTarget.value === "notes")}
            data={[
              { value: "all", label: t("all") },
              { value: "notes", label: t("notesOnly", { count: notes.length }) },
            ]}
          />
          <Checkbox
            size="xs"
            label={t("follow")}
            checked={follow}
            onChange={(event) => setFollow(event.currentTarget.checked)}
          />
        </div>
        <p role="status" className={sought === "" ? styles.silent : "quiet"}>
          {sought !== "" && (shown.length === 0 ? t("searchNone") : t("searchKept", { count: shown.length }))}
        </p>
        <Trouble error={deleting.error} />
      </div>
      <TranscriptList
        label={t("title")}
        entries={shown}
        texts={texts}
        currentId={currentEntry(shown, moment.ms)?.id}
        follow={follow}
        onLeave={() => setFollow(false)}
        onSeek={seek}
        onDelete={remove}
      />
      <NotesEnding notes={notes} reading={reading} notesOnly={notesOnly} />
      {!notesOnly && <Ending transcript={transcript} open={open} />}
    </section>
  );
}

/** What stands in place of lines that are not there. */
function Ending({ transcript, open }: Pick<Props, "transcript" | "open">) {
  const { t } = useTranslation("transcript");
  if (transcript.isPending) return <Loading text={t("loading")} />;
  if (transcript.isError) return <NotLoaded text={t("failed")} onRetry={transcript.refetch} />;
  if (transcript.data?.lines.length === 0) return <p className={styles.ending}>{t(open ? "noneYet" : "none")}</p>;
  return transcript.data?.cut === true && <p className={styles.ending}>{t("cut")}</p>;
}

/** What stands in place of notes that are not there. That they did not come is said among the lines too. */
function NotesEnding({ notes, reading, notesOnly }: Pick<Props, "notes" | "reading"> & { notesOnly: boolean }) {
  const { t } = useTranslation(["transcript", "recording"]);
  if (reading.isFailed) return <NotLoaded text={t("recording:notesFailed")} onRetry={reading.refetch} />;
  if (!notesOnly) return undefined;
  if (reading.isPending) return <Loading text={t("recording:notesLoading")} />;
  return notes.length === 0 && <p className={styles.ending}>{t("noNotes")}</p>;
}

function Loading({ text }: { text: string }) {
  return (
    <p role="status" className={styles.ending}>
      {text}
    </p>
  );
}

function NotLoaded({ text, onRetry }: { text: string; onRetry: () => unknown }) {
  const { t } = useTranslation("states");
  return (
    <div role="alert" className={styles.ending}>
      <p>{text}</p>
      <button type="button" onClick={() => onRetry()}>
        {t("retry")}
      </button>
    </div>
  );
}

/** How each entry reads. */
function useTexts(entries: readonly Entry[]): ReadonlyMap<string, string> {
  const { t } = useTranslation("transcript");
  const say = useSignWords();
  return useMemo(() => {
    const read = (entry: Entry) => {
      if (entry.kind === "sign") return say(entry.sign);
      return entry.kind === "note" ? `${entry.note.author} ${entry.note.text}` : describeLine(entry.line, t);
    };
    return new Map(entries.map((entry) => [entry.id, read(entry)]));
  }, [entries, say, t]);
}

/** The same function for good, which does what the latest one does: lines need not be drawn anew for it. */
function useSteady<Argument>(act: (argument: Argument) => void): (argument: Argument) => void {
  const latest = useRef(act);
  latest.current = act;
  return useCallback((argument: Argument) => latest.current(argument), []);
}
