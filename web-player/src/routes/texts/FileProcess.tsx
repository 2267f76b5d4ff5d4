import { Button, NativeSelect, TextInput, Textarea } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { isApiProblem } from "../../api";
import { fileProcess } from "../../api/processes";
import type { SiteTexts } from "../../api/texts";
import screen from "../../states/screen.module.css";
import { Trouble } from "../../states/Trouble";
import { OFFERED, today, unfit } from "./files";
import type { Unfit } from "./files";
import { processesQuery } from "./queries";
import styles from "./texts.module.css";

type Fault = Unfit | "both";

/** What is to be filed: a file that was chosen, or what was pasted. */
function partOf(file: File | undefined, pasted: string): Blob | Fault {
  if (file && pasted.trim() !== "") return "both";
  const part = file ?? new Blob([pasted.trim() === "" ? "" : pasted], { type: "text/plain" });
  return unfit(part) ?? part;
}

/** Files how visitors are asked: a banner's or CMP's configuration, or a picture of it. */
export function FileProcess({ site, versions }: { site: string; versions: SiteTexts["versions"] }) {
  const { t } = useTranslation("texts");
  const known = [...new Set(versions.map(({ text_version: version }) => version))];
  const [version, setVersion] = useState(known[0] ?? "");
  const [day, setDay] = useState(() => today(Date.now()));
  const [file, setFile] = useState<File>();
  const [pasted, setPasted] = useState("");
  const [tried, setTried] = useState(false);
  const [round, setRound] = useState(0);
  const part = partOf(file, pasted);
  const isDay = day !== "" && day <= today(Date.now());
  const filing = useFiling(site, () => {
    setFile(undefined);
    setPasted("");
    setTried(false);
    // a file chooser is emptied by another one in its place
    setRound(round + 1);
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (typeof part !== "string" && isDay && !filing.isPending) filing.mutate({ shown: { text_version: version, taken_on: day }, part });
  };
  return (
    <form className={screen.form} onSubmit={submit} noValidate aria-label={t("file.title")}>
      <h3 className={styles.form}>{t("file.title")}</h3>
      <div className={screen.pair}>
        <NativeSelect
          label={t("textVersion")}
          value={version}
          onChange={(event) => setVersion(event.currentTarget.value)}
          data={known.map((one) => ({ value: one, label: t("version", { version: one }) }))}
        />
        <TextInput
          type="date"
          label={t("process.taken")}
          max={today(Date.now())}
          value={day}
          onChange={(event) => setDay(event.currentTarget.value)}
          error={tried && !isDay && <span role="alert">{t("file.day")}</span>}
        />
      </div>
      <Chooser key={round} onChoose={setFile} fault={tried && typeof part === "string" ? part : undefined} />
      <Textarea
        label={t("file.paste")}
        rows={3}
        spellCheck={false}
        value={pasted}
        onChange={(event) => setPasted(event.currentTarget.value)}
      />
      <Refusal error={filing.error} />
      <div className={screen.actions}>
        <Button type="submit" variant="default" loading={filing.isPending}>
          {t("file.submit")}
        </Button>
        <span role="status">{filing.isSuccess && t("file.done")}</span>
      </div>
    </form>
  );
}

function Chooser({ onChoose, fault }: { onChoose: (file: File | undefined) => void; fault: Fault | undefined }) {
  const { t } = useTranslation("texts");
  const id = useId();
  return (
    <div className={styles.chooser}>
      <label htmlFor={id}>{t("file.choose")}</label>
      <input
        id={id}
        type="file"
        accept={OFFERED}
        aria-describedby={`${id}-hint`}
        aria-invalid={fault !== undefined}
        onChange={(event) => onChoose(event.currentTarget.files?.[0])}
      />
      <p role="alert" className="failure">
        {fault && t(`file.fault.${fault}`)}
      </p>
      <p id={`${id}-hint`} className="quiet">
        {t("file.limits")}
      </p>
    </div>
  );
}

/** Why the server did not file it; it looks at the bytes, and not at what a file is called. */
function Refusal({ error }: { error: unknown }) {
  const { t } = useTranslation("texts");
  const status = isApiProblem(error) ? error.status : undefined;
  if (status !== 400 && status !== 413) return <Trouble error={error} />;
  return (
    <div role="alert" className="failure">
      {t(status === 400 ? "file.refused" : "file.tooMuch")}
    </div>
  );
}

function useFiling(site: string, onFiled: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ shown, part }: { shown: { text_version: string; taken_on: string }; part: Blob }) => fileProcess(site, shown, part),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: processesQuery(site).queryKey });
      onFiled();
    },
  });
}
