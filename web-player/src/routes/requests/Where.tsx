import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useRef, useState } from "react";
import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";
import type { Site } from "../../api";
import type { CustomerRequest } from "../../api/requests";
import { PurposeGlyph } from "../../purposes";
import screen from "../../states/screen.module.css";
import { oneOf } from "../../terms";

/** The most characters of an identifier and of a reference; those that need two units count twice here, and the server has the last word. */
const MOST = { identifier: 512, reference: 128 };
const ORDER = ["label", "input", "error", "description"] as const;

interface Props {
  sites: Site[];
  onAsk: (request: CustomerRequest) => void;
}

/** Whose request it is, and which. */
export function Where({ sites, onAsk }: Props) {
  const { t } = useTranslation(["requests", "shell"]);
  const [key, setKey] = useState(sites.at(0)?.key);
  const site = sites.find((one) => one.key === key) ?? sites.at(0);
  const [chosen, setChosen] = useState(site?.answer.at(0));
  const [tried, setTried] = useState(false);
  const [typed, setTyped] = useState({ identifier: "", reference: "" });
  const form = useRef<HTMLFormElement>(null);
  const purpose = site && (oneOf(site.answer, chosen) ?? site.answer.at(0));
  if (!site || !purpose) return null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    const identifier = typed.identifier.trim();
    const reference = typed.reference.trim();
    const missing = identifier === "" ? "identifier" : reference === "" ? "reference" : undefined;
    if (missing) return form.current?.querySelector<HTMLElement>(`[name=${missing}]`)?.focus();
    onAsk({ site: site.key, purpose, identifier, reference });
  };
  const field = (name: "identifier" | "reference") => (
    <TextInput
      name={name}
      label={t(`where.${name}`)}
      description={t(`where.${name}Hint`)}
      inputWrapperOrder={[...ORDER]}
      autoComplete="off"
      autoCapitalize="off"
      spellCheck={false}
      maxLength={MOST[name]}
      value={typed[name]}
      onChange={(event) => setTyped({ ...typed, [name]: event.currentTarget.value })}
      error={tried && typed[name].trim() === "" && <span role="alert">{t(`where.${name}Missing`)}</span>}
    />
  );
  return (
    <form ref={form} className={screen.section} onSubmit={submit} noValidate>
      <div className={screen.where}>
      <NativeSelect
        label={t("where.site")}
        value={site.key}
        onChange={(event) => setKey(event.currentTarget.value)}
        data={sites.map((one) => ({ value: one.key, label: one.name }))}
      />
      <NativeSelect
        label={t("where.purpose")}
        leftSection={<PurposeGlyph purpose={purpose} />}
        value={purpose}
        onChange={(event) => setChosen(oneOf(site.answer, event.currentTarget.value))}
        data={site.answer.map((value) => ({ value, label: t(`shell:purpose.${value}`) }))}
      />
        {field("identifier")}
        {field("reference")}
      </div>
      <Button type="submit">{t("where.find")}</Button>
    </form>
  );
}
