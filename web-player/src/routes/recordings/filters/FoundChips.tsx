import { Button } from "@mantine/core";
import { queryOptions, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Purpose, Site } from "../../../api";
import { listTerms } from "../../../api/filters";
import type { Terms } from "../../../api/filters";
import { FRICTIONS } from "../../../terms";
import type { Filters } from "../search";
import { useSigns } from "../useSigns";
import { Chip } from "./Chip";
import { OneChoice } from "./OneChoice";
import { TermChoice } from "./TermChoice";
import { useList } from "./said";
import type { ChangeFilters } from "./useFilters";
import styles from "./filters.module.css";

interface Props {
  site: Site;
  purpose: Purpose;
  filters: Filters;
  change: ChangeFilters;
}

/** Filters by what was found when a recording was complete: its first page, friction, triggers, why it is kept; and by the release of the site. */
export function FoundChips({ site, purpose, filters, change }: Props) {
  const { t } = useTranslation("recordings");
  const { sayTrigger, sayReason } = useSigns();
  const { route, marker, trigger, kept_for, release } = filters;
  const there = { site: site.key, purpose };
  return (
    <>
      <Chip name={t("filters.route")} value={route} onClear={() => change({ route: undefined })}>
        {(close) => (
          <There {...there} none={t("filters.noRoutes")} chosen={route} terms={({ routes }) => routes}>
            {(terms) => (
              <OneChoice
                terms={terms}
                chosen={route}
                label={(term) => term}
                any={t("filters.anyRoute")}
                onChoose={(route) => (change({ route }), close())}
              />
            )}
          </There>
        )}
      </Chip>
      <Chip name={t("filters.marker")} value={useList(marker.map((kind) => t(`sign.${kind}`)))} onClear={() => change({ marker: [] })}>
        {() => (
          <>
            <TermChoice
              terms={FRICTIONS}
              chosen={marker}
              label={(kind) => t(`sign.${kind}`)}
              onChange={(marker, again) => change({ marker }, again)}
            />
            <p className={styles.hint}>{t("filters.foundHint")}</p>
          </>
        )}
      </Chip>
      <Chip
        name={t("filters.trigger")}
        value={trigger === undefined ? undefined : sayTrigger(trigger)}
        onClear={() => change({ trigger: undefined })}
      >
        {(close) => (
          <There {...there} none={t("filters.noTriggers")} chosen={trigger} terms={({ triggers }) => triggers}>
            {(terms) => (
              <OneChoice
                terms={terms}
                chosen={trigger}
                label={sayTrigger}
                any={t("filters.anyTrigger")}
                onChoose={(trigger) => (change({ trigger }), close())}
              />
            )}
          </There>
        )}
      </Chip>
      <Chip name={t("filters.kept")} value={useList(kept_for.map(sayReason))} onClear={() => change({ kept_for: [] })}>
        {() => (
          <There {...there} none={t("filters.noReasons")} chosen={kept_for} terms={(there) => there.kept_for}>
            {(terms) => (
              <TermChoice
                terms={terms}
                chosen={kept_for}
                label={sayReason}
                onChange={(kept_for, again) => change({ kept_for }, again)}
              />
            )}
          </There>
        )}
      </Chip>
      <Chip name={t("filters.release")} value={release} onClear={() => change({ release: undefined })}>
        {(close) => (
          <There
            {...there}
            none={t("filters.noReleases")}
            hint={t("filters.releaseHint")}
            chosen={release}
            terms={({ releases }) => releases}
          >
            {(terms) => (
              <OneChoice
                terms={terms}
                chosen={release}
                label={(term) => term}
                any={t("filters.anyRelease")}
                onChoose={(release) => (change({ release }), close())}
              />
            )}
          </There>
        )}
      </Chip>
    </>
  );
}

interface ThereProps {
  site: string;
  purpose: Purpose;
  /** What to say where there is nothing to choose from. */
  none: string;
  /** What else is to be known. */
  hint?: string;
  /** What is chosen already may have gone since. */
  chosen: string | readonly string[] | undefined;
  terms: (there: Terms) => readonly string[];
  children: (terms: readonly string[]) => ReactNode;
}

/** What the recordings that there are have of something. */
function There({ site, purpose, none, hint, chosen = [], terms, children }: ThereProps) {
  const { t } = useTranslation(["recordings", "states"]);
  const found = useQuery(termsQuery(site, purpose));
  if (found.isPending) return <p className="quiet">{t("states:loading")}</p>;
  if (found.data === undefined) {
    return (
      <div role="alert">
        <p className="failure">{t("filters.termsFailed")}</p>
        <Button size="xs" variant="default" onClick={() => void found.refetch()}>
          {t("states:retry")}
        </Button>
      </div>
    );
  }
  const all = [...new Set([...terms(found.data), ...[chosen].flat()])];
  return (
    <>
      {all.length === 0 ? <p className={styles.hint}>{none}</p> : children(all)}
      <p className={styles.hint}>{hint ?? t("filters.foundHint")}</p>
    </>
  );
}

function termsQuery(site: string, purpose: Purpose) {
  return queryOptions({
    queryKey: ["terms", site, purpose],
    queryFn: ({ signal }) => listTerms(site, purpose, signal),
    staleTime: 20_000,
  });
}
