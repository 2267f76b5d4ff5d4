import { Button, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Suspense, useEffect, useState } from "react";
import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { isApiProblem } from "../../api";
import type { Purpose, Site } from "../../api";
import { eraseRecording } from "../../api/recording";
import type { Why } from "../../erase/erase";
import { WhyFields, useWhy } from "../../erase/WhyFields";
import { dropFromLists, forgetRecording, newsKey } from "../../queries";
import { Dialog } from "../../states/Dialog";
import screen from "../../states/screen.module.css";
import { Trouble } from "../../states/Trouble";
import { fetchArea } from "../../words/language";
import { deletionsOf } from "./Register";

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

interface Props {
  site: Site;
  purpose: Purpose;
}

/** Deletes a recording that one may not watch, and knows by its id alone. */
export function EraseById({ site, purpose }: Props) {
  const { t } = useTranslation("deletions");
  const [text, setText] = useState("");
  const [tried, setTried] = useState(false);
  const [asked, setAsked] = useState(false);
  const [said, setSaid] = useState("");
  // The question needs these words; then they are there already.
  useEffect(() => void fetchArea("recording"), []);
  const id = text.trim().toLowerCase();
  const valid = ID.test(id);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    setSaid("");
    if (valid) setAsked(true);
  };
  const onErased = () => {
    setAsked(false);
    setTried(false);
    setText("");
    setSaid(t("byId.erased"));
  };
  return (
    <section className={screen.section} aria-labelledby="by-id">
      <h2 id="by-id">{t("byId.title")}</h2>
      <p className="quiet">{t("byId.text")}</p>
      <form className={screen.form} onSubmit={submit} noValidate>
        <TextInput
          label={t("byId.id")}
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          error={tried && !valid && <span role="alert">{t("byId.bad")}</span>}
        />
        <div className={screen.actions}>
          <Button type="submit" variant="default">
            {t("byId.ask")}
          </Button>
        </div>
      </form>
      <p role="status">{said}</p>
      <Dialog opened={asked} onClose={() => setAsked(false)} title={t("byId.question")}>
        <Suspense>
          <Question site={site} purpose={purpose} id={id} onClose={() => setAsked(false)} onErased={onErased} />
        </Suspense>
      </Dialog>
    </section>
  );
}

function Question({ site, purpose, id, onClose, onErased }: Props & { id: string; onClose: () => void; onErased: () => void }) {
  const { t } = useTranslation("deletions");
  const erasing = useEraseById(site.key, purpose, onErased);
  const answer = useWhy();
  const missing = isApiProblem(erasing.error) && erasing.error.status === 404;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const why = answer.read();
    if (why && !erasing.isPending) erasing.mutate({ recording: id, why });
  };
  return (
    <form className={screen.dialogForm} onSubmit={submit}>
      <p>{t("byId.consequence", { id, site: site.name })}</p>
      <WhyFields {...answer} />
      {missing ? (
        <div role="alert" className="failure">
          {t("byId.missing", { site: site.name })}
        </div>
      ) : (
        <Trouble error={erasing.error} />
      )}
      <div className={screen.actionsEnd}>
        <Button variant="default" onClick={onClose} data-autofocus>
          {t("byId.keep")}
        </Button>
        <Button type="submit" className={screen.danger} loading={erasing.isPending}>
          {t("byId.confirm")}
        </Button>
      </div>
    </form>
  );
}

/** Unlike one taken from a list, an id that is not there may be mistyped, and that is said. */
function useEraseById(site: string, purpose: Purpose, onErased: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ recording, why }: { recording: string; why: Why }) => eraseRecording({ site, recording }, why),
    onSuccess: (_, { recording }) => {
      dropFromLists(queries, purpose, { site, recording });
      forgetRecording(queries, { site, recording });
      void queries.invalidateQueries({ queryKey: newsKey(site, purpose) });
      void queries.invalidateQueries({ queryKey: deletionsOf(site) });
      onErased();
    },
  });
}
