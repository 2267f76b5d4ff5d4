import { Button, TextInput } from "@mantine/core";
import { useRef, useState } from "react";
import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";
import type { Purpose, Site } from "../../../api";
import { Found } from "./Found";
import styles from "./lookup.module.css";

/** The most characters of an identifier; those that need two units count twice here, and the server has the last word. */
const MOST = 512;

interface Props {
  site: Site;
  purpose: Purpose;
  looking: boolean;
  setLooking: (looking: boolean) => void;
}

/** What was asked for; asking for the same again is another question. */
interface Asked {
  identifier: string;
  turn: number;
}

/** Finds the recordings of a customer. What is typed stands in no address and in no storage: it goes with the screen. */
export function Lookup({ site, purpose, looking, setLooking }: Props) {
  const { t } = useTranslation("recordings");
  const [asked, setAsked] = useState<Asked>();
  const [missing, setMissing] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const identifier = input.current?.value.trim() ?? "";
    setMissing(identifier === "");
    if (identifier === "") return input.current?.focus();
    setAsked({ identifier, turn: (asked?.turn ?? 0) + 1 });
    setLooking(true);
  };
  const clear = () => {
    if (input.current) input.current.value = "";
    input.current?.focus();
    setAsked(undefined);
    setLooking(false);
  };
  return (
    <>
      <form role="search" aria-label={t("lookup.label")} className={styles.form} onSubmit={submit}>
        <TextInput
          ref={input}
          label={t("lookup.field")}
          description={t("lookup.hint")}
          error={missing && t("lookup.missing")}
          inputWrapperOrder={["label", "input", "error", "description"]}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          maxLength={MOST}
          className={styles.field}
        />
        <Button type="submit">{t("lookup.find")}</Button>
        {looking && (
          <Button variant="default" onClick={clear}>
            {t("lookup.clear")}
          </Button>
        )}
      </form>
      {looking && asked && <Found key={asked.turn} site={site} purpose={purpose} {...asked} />}
    </>
  );
}
