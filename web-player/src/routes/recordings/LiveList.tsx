import { useQueryClient } from "@tanstack/react-query";
import { Suspense, lazy, useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { ReactNode, RefObject } from "react";
import { useTranslation } from "react-i18next";
import type { Recording, Site } from "../../api";
import { EraseDialog } from "../../erase/EraseDialog";
import { dropFromLists, lastOpened } from "../../queries";
import { useSession } from "../../session";
import { Denied } from "../../states/Denied";
import { Above } from "./Above";
import { RecordingTable } from "./RecordingTable";
import { SelectionBar } from "./SelectionBar";
import { focusRow, useRowKeys } from "./rowKeys";
import { useNews } from "./useNews";
import type { Fetched } from "./useNews";

const ListKeys = lazy(async () => ({ default: (await import("./ListKeys")).ListKeys }));

/** Time enough for rows that were just put in to be there. */
const HELD_MS = 500;

interface Props {
  site: Site;
  fetched: Fetched;
  /** What stands in place of an empty list. */
  empty: ReactNode;
  /** What stands below the list. */
  below: ReactNode;
}

/** The list as fetched, kept true where it stands, with what is new announced above it. */
export function LiveList({ site, fetched, empty, below }: Props) {
  const { t } = useTranslation("recordings");
  const session = useSession();
  const { purpose } = fetched;
  const table = useRef<HTMLTableElement>(null);
  const [seen, setSeen] = useState(0);
  const [erasing, setErasing] = useState<string>();
  const [erasingChosen, setErasingChosen] = useState(false);
  const [helping, setHelping] = useState(false);
  const [said, setSaid] = useState("");
  const news = useNews(fetched, seen);
  const mayErase = site.erase.includes(purpose);
  const { chosen, choose, setChosen } = useChosen(news.pages, news.missing);
  const rows = news.pages.flat();
  const [held, goTo] = useHeld(table);
  useRowKeys(table, {
    onDelete: (id) => mayErase && (chosen.size > 0 ? setErasingChosen(true) : setErasing(id)),
    onChoose: (id) => mayErase && choose(id),
    onHelp: () => setHelping(true),
    onEnd: () => document.querySelector<HTMLElement>("[data-more]")?.focus(),
  });
  useResume(fetched, news.missing, goTo);

  const onErased = ({ recording }: { recording: string }) => {
    const at = rows.findIndex(({ id }) => id === recording);
    setErasing(undefined);
    setSaid(t("erased"));
    goTo((rows[at + 1] ?? rows[at - 1])?.id);
  };
  if (news.denied) return <Denied purpose={purpose} organisation={session.organisation.name} />;
  return (
    <>
      <Above
        news={news}
        said={said}
        keys={rows.length > 0}
        onPutIn={() => goTo(news.putIn())}
        onHelp={() => setHelping(true)}
      />
      {rows.length === 0 && empty}
      {rows.length > 0 && (
        <RecordingTable
          ref={table}
          site={site.key}
          purpose={purpose}
          pages={news.pages}
          missing={news.missing}
          chosen={chosen}
          held={held}
          onSeen={setSeen}
          onChoose={mayErase ? choose : undefined}
        />
      )}
      <SelectionBar
        site={site.key}
        purpose={purpose}
        chosen={rows.filter(({ id }) => chosen.has(id))}
        setChosen={setChosen}
        erasing={erasingChosen}
        setErasing={setErasingChosen}
        onKept={() => document.activeElement === document.body && goTo(rows.find(({ id }) => chosen.has(id))?.id)}
        onErased={(text) => (setSaid(text), goTo(rows.find(({ id }) => !chosen.has(id))?.id))}
      />
      <EraseDialog
        site={site.key}
        purpose={purpose}
        recording={rows.find(({ id }) => id === erasing)}
        onClose={() => setErasing(undefined)}
        onErased={onErased}
      />
      <Suspense>{helping && <ListKeys mayErase={mayErase} onClose={() => setHelping(false)} />}</Suspense>
      {below}
    </>
  );
}

/** The recordings that are chosen to do something with. One that is gone, or is not listed, is chosen no more. */
function useChosen(pages: readonly (readonly Recording[])[], missing: ReadonlySet<string>) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const choose = useCallback((id: string) => {
    setChosen((before) => new Set(before.has(id) ? [...before].filter((other) => other !== id) : [...before, id]));
  }, []);
  const left = useMemo(() => {
    const listed = new Set(pages.flat().map(({ id }) => id));
    return new Set([...chosen].filter((id) => listed.has(id) && !missing.has(id)));
  }, [chosen, pages, missing]);
  return { chosen: left, choose, setChosen };
}

/** Gives the focus to the row of a recording, once it is there; one that does not come is not waited for. */
function useHeld(table: RefObject<HTMLTableElement | null>) {
  const [held, setHeld] = useState<string>();
  useEffect(() => {
    if (held === undefined) return;
    const links = table.current?.querySelectorAll<HTMLAnchorElement>("a[data-recording]") ?? [];
    const link = [...links].find(({ dataset }) => dataset.recording === held);
    if (link === undefined) return;
    focusRow(link);
    setHeld(undefined);
  });
  useEffect(() => {
    if (held === undefined) return undefined;
    const timer = setTimeout(() => setHeld(undefined), HELD_MS);
    return () => clearTimeout(timer);
  }, [held]);
  return [held, setHeld] as const;
}

/** Takes up the list where it was left; rows that stood for something gone are not brought back. */
function useResume({ site, purpose }: Fetched, missing: ReadonlySet<string>, focus: (id: string) => void) {
  const queries = useQueryClient();
  const gone = useRef(missing);
  useEffect(() => {
    gone.current = missing;
  }, [missing]);
  useEffect(() => {
    // Watching may take longer than answers are kept without need.
    queries.setQueryDefaults(lastOpened, { gcTime: Number.POSITIVE_INFINITY });
    const opened = queries.getQueryData<string>(lastOpened);
    queries.removeQueries({ queryKey: lastOpened });
    if (opened !== undefined) focus(opened);
    return () => {
      for (const recording of gone.current) dropFromLists(queries, purpose, { site, recording });
    };
  }, []);
}
