import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";
import type { Site } from "../../api";
import { PURPOSES, oneOf } from "../../terms";
import screen from "../../states/screen.module.css";
import { Concerned } from "./Concerned";
import { concernOf, endsBefore, searchOf, typedOf } from "./concern";
import type { Typed } from "./concern";
import { concernedQuery } from "./queries";
import { useIncidentSearch } from "./useIncidentSearch";
import styles from "./incidents.module.css";

const ORDER = ["label", "input", "error", "description"] as const;

/** Describes what may have been seen, and shows the recordings that it would concern. */
export function Look({ site, mayAct }: { site: Site; mayAct: boolean }) {
  const { t } = useTranslation("incidents");
  const search = useIncidentSearch();
  const concern = concernOf(search);
  return (
    <section className={screen.section} aria-labelledby="look">
      <h2 id="look">{t("look.title")}</h2>
      <p className="quiet">{t("look.intro")}</p>
      <Fields key={JSON.stringify(concern)} site={site} />
      {search.looked ? <Concerned site={site} concern={concern} mayAct={mayAct} /> : <p className="quiet">{t("look.not")}</p>}
    </section>
  );
}

function Fields({ site }: { site: Site }) {
  const { t } = useTranslation(["incidents", "shell"]);
  const search = useIncidentSearch();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [typed, setTyped] = useState(() => typedOf(search));
  const [tried, setTried] = useState(false);
  const type = (part: Partial<Typed>) => setTyped({ ...typed, ...part });
  const purposes = [{ value: "", label: t("concern.everyPurpose") }, ...site.review.map((value) => ({ value, label: t(`shell:purpose.${value}`) }))];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (endsBefore(typed)) return;
    const asked = searchOf(site.key, typed);
    // who looks twice wants to know how it is now
    void queries.invalidateQueries({ queryKey: concernedQuery(site.key, concernOf(asked)).queryKey });
    void navigate({ to: "/incidents", search: asked, resetScroll: false });
  };
  return (
    <form className={styles.look} onSubmit={submit} noValidate>
      <NativeSelect
        label={t("concern.purpose")}
        value={typed.purpose}
        onChange={(event) => type({ purpose: oneOf(PURPOSES, event.currentTarget.value) ?? "" })}
        data={purposes}
      />
      <Words name="route" typed={typed} type={type} />
      <Words name="rule" typed={typed} type={type} />
      <TextInput type="datetime-local" label={t("concern.from")} value={typed.from} onChange={(event) => type({ from: event.currentTarget.value })} />
      <TextInput
        type="datetime-local"
        label={t("concern.until")}
        value={typed.until}
        onChange={(event) => type({ until: event.currentTarget.value })}
        error={tried && endsBefore(typed) && <span role="alert">{t("concern.endsBefore")}</span>}
      />
      <div className={styles.submit}>
        <Button type="submit">{t("look.submit")}</Button>
        <span className="quiet">{t("look.logged")}</span>
      </div>
    </form>
  );
}

interface WordsProps {
  name: "route" | "rule";
  typed: Typed;
  type: (part: Partial<Typed>) => void;
}

function Words({ name, typed, type }: WordsProps) {
  const { t } = useTranslation("incidents");
  return (
    <TextInput
      label={t(`concern.${name}`)}
      description={t(`concern.${name}Hint`)}
      inputWrapperOrder={[...ORDER]}
      spellCheck={false}
      autoCapitalize="none"
      maxLength={500}
      value={typed[name]}
      onChange={(event) => type({ [name]: event.currentTarget.value })}
    />
  );
}
