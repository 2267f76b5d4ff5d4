import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";
import type { Purpose } from "../../../api";
import { deleteView, saveView } from "../../../api/views";
import type { View } from "../../../api/views";
import { viewsQuery } from "../../../queries";
import { isFiltered, readQuery, writeQuery } from "../search";
import type { Filters } from "../search";
import styles from "./filters.module.css";

const MOST = 50;
const LONGEST_NAME = 80;

interface Props {
  site: string;
  purpose: Purpose;
  filters: Filters;
  current: string | undefined;
  close: () => void;
}

/** Chooses among saved views, saves the present filters as one more, deletes. */
export function ViewChoice({ site, purpose, filters, current, close }: Props) {
  const { t } = useTranslation(["recordings", "states"]);
  const views = useQuery(viewsQuery(site, purpose));
  const [said, setSaid] = useState("");
  if (views.isPending) return <p className="quiet">{t("states:loading")}</p>;
  if (views.data === undefined) return <FailedViews retry={() => void views.refetch()} />;
  return (
    <>
      {views.data.length === 0 && <p className={styles.hint}>{t("views.none")}</p>}
      {views.data.length > 0 && (
        <ul aria-label={t("views.list")} className={styles.list}>
          {views.data.map((view) => (
            <ViewItem
              key={view.id}
              site={site}
              purpose={purpose}
              view={view}
              current={view.id === current}
              close={close}
              onSaid={setSaid}
            />
          ))}
        </ul>
      )}
      {isFiltered(filters) && current === undefined && (
        <NewView site={site} purpose={purpose} query={writeQuery(filters)} views={views.data} onSaid={setSaid} />
      )}
      <p role="status" className={styles.hint}>
        {said}
      </p>
    </>
  );
}

function FailedViews({ retry }: { retry: () => void }) {
  const { t } = useTranslation(["recordings", "states"]);
  return (
    <div role="alert">
      <p className="failure">{t("views.failed")}</p>
      <Button size="xs" variant="default" onClick={retry}>
        {t("states:retry")}
      </Button>
    </div>
  );
}

interface ItemProps {
  site: string;
  purpose: Purpose;
  view: View;
  current: boolean;
  close: () => void;
  onSaid: (said: string) => void;
}

function ViewItem({ site, purpose, view, current, close, onSaid }: ItemProps) {
  const { t } = useTranslation("recordings");
  const refetch = useRefetch(site, purpose);
  const deleting = useMutation({
    mutationFn: () => deleteView(site, view.id),
    onSuccess: () => (onSaid(t("views.deleted", { name: view.name })), refetch()),
    onError: () => onSaid(t("views.deleteFailed")),
  });
  const label = t("views.delete", { name: view.name });
  return (
    <li>
      <Link
        to="/sites/$site/$purpose"
        params={{ site, purpose }}
        search={readQuery(view.query)}
        className={styles.option}
        activeOptions={{ exact: true, includeSearch: true }}
        aria-current={current}
        onClick={close}
      >
        {view.name}
      </Link>
      <button
        type="button"
        className={styles.clear}
        aria-label={label}
        title={label}
        disabled={deleting.isPending}
        onClick={(event) => {
          focusPanel(event.currentTarget);
          deleting.mutate();
        }}
      >
        <span aria-hidden="true">×</span>
      </button>
    </li>
  );
}

interface NewProps {
  site: string;
  purpose: Purpose;
  query: string;
  views: View[];
  onSaid: (said: string) => void;
}

function NewView({ site, purpose, query, views, onSaid }: NewProps) {
  const { t } = useTranslation("recordings");
  const [name, setName] = useState("");
  const refetch = useRefetch(site, purpose);
  const saving = useMutation({
    mutationFn: () => saveView(site, { purpose, name: name.trim(), query }),
    onSuccess: () => (onSaid(t("views.saved", { name: name.trim() })), setName(""), refetch()),
  });
  const taken = views.some((view) => view.name === name.trim());
  const full = views.length >= MOST;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === "" || taken || full) return;
    focusPanel(event.currentTarget);
    saving.mutate();
  };
  return (
    <form className={styles.own} onSubmit={submit}>
      <label>
        {t("views.save")}
        <input
          type="text"
          required
          maxLength={LONGEST_NAME}
          value={name}
          aria-invalid={taken}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      </label>
      <p role="alert" className="failure">
        {taken ? t("views.exists") : full ? t("views.saveFull") : saving.isError && t("views.saveFailed")}
      </p>
      <Button type="submit" size="xs" variant="default" loading={saving.isPending} disabled={full || taken}>
        {t("views.saveAction")}
      </Button>
    </form>
  );
}

/** What has the focus is about to go; the panel itself takes it. */
function focusPanel(control: Element): void {
  control.closest<HTMLElement>("[role=dialog]")?.focus();
}

function useRefetch(site: string, purpose: Purpose) {
  const queries = useQueryClient();
  return () => queries.invalidateQueries(viewsQuery(site, purpose));
}
