import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { isApiProblem } from "../../../api";
import { beginTrial, endTrial } from "../../../api/policies";
import type { PurposeAddress } from "../../../api/policies";
import { formatMoment } from "../../../format";
import { useSession } from "../../../session";
import { Trouble } from "../../../states/Trouble";
import { sitesQuery } from "../../sites/queries";
import { draftQuery, policiesQuery } from "../queries";
import { isConflict } from "./useDraft";
import styles from "./edit.module.css";

interface Props {
  address: PurposeAddress;
  revision: number;
  /** Whether the server has what the fields say. */
  isKept: boolean;
}

/** Lets the draft run on the site's test origins, where nobody else is subject to it. */
export function Trying({ address, revision, isKept }: Props) {
  const { t, i18n } = useTranslation("policy");
  const queries = useQueryClient();
  const heading = useRef<HTMLHeadingElement>(null);
  const [said, setSaid] = useState<"begun" | "ended">();
  const trial = useQuery(draftQuery(address)).data?.trial;
  const readAgain = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: draftQuery(address).queryKey, exact: true }),
      queries.invalidateQueries({ queryKey: policiesQuery(address.site).queryKey, exact: true }),
    ]);
  const beginning = useMutation({ mutationFn: () => beginTrial(address, revision), onSuccess: () => readAgain().then(() => setSaid("begun")) });
  const ending = useMutation({
    mutationFn: () => endTrial(address),
    onSuccess: async () => {
      await readAgain();
      setSaid("ended");
      // The button that was pressed is gone.
      heading.current?.focus();
    },
  });
  const isBusy = beginning.isPending || ending.isPending;
  if (trial === undefined && !isKept && said === undefined) return undefined;
  return (
    <section className={styles.trying} aria-labelledby="trying">
      <h3 id="trying" ref={heading} tabIndex={-1}>{t("trying.title")}</h3>
      {trial && (
        <p>
          {t("trying.running", { version: trial.version, moment: formatMoment(trial.until, i18n.language) })}{" "}
          {t("trying.recorded", { count: trial.recordings })}
        </p>
      )}
      {trial === undefined && <p className="quiet">{t("trying.text")}</p>}
      <TestOrigins site={address.site} />
      <div className={styles.deeds}>
        <Button variant="default" disabled={!isKept || isBusy} onClick={() => (ending.reset(), beginning.mutate())}>
          {t(trial ? "trying.again" : "trying.begin")}
        </Button>
        {trial && (
          <Button variant="default" disabled={isBusy} onClick={() => (beginning.reset(), ending.mutate())}>
            {t("trying.end")}
          </Button>
        )}
      </div>
      <Refused error={beginning.error ?? ending.error} />
      <p role="status">{said && t(`trying.${said}`)}</p>
    </section>
  );
}

/** Where it would run: the owner sees and names the origins, others are told who does. */
function TestOrigins({ site }: { site: string }) {
  const { t, i18n } = useTranslation("policy");
  const mayManage = useSession().may.includes("manage_sites");
  const sites = useQuery({ ...sitesQuery, enabled: mayManage });
  if (!mayManage) return <p className="quiet">{t("trying.askOwner")}</p>;
  const origins = sites.data?.find(({ key }) => key === site)?.test_origins ?? [];
  const list = new Intl.ListFormat(i18n.language).format(origins);
  return (
    <p className={origins.length === 0 ? undefined : "quiet"}>
      {sites.data && (origins.length === 0 ? t("trying.nowhere") : t("trying.where", { list }))}{" "}
      <Link to="/sites/$site" params={{ site }}>
        {t("trying.change")}
      </Link>
    </p>
  );
}

function Refused({ error }: { error: unknown }) {
  const { t } = useTranslation("policy");
  const type = isApiProblem(error) ? error.type : "";
  const notYet = ["/problems/sealing-not-available", "/problems/measure-not-available"].includes(type);
  if (!notYet && !isConflict(error)) return <Trouble error={error} />;
  return (
    <p role="alert" className="failure">
      {t(notYet ? "trying.notAvailable" : "trying.changed")}
    </p>
  );
}
