import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { changeSite } from "../../api/sites";
import type { SiteSettings } from "../../api/sites";
import screen from "../../states/screen.module.css";
import { Trouble } from "../../states/Trouble";
import { OriginsField } from "./OriginsField";
import { readOrigins } from "./origins";
import { useDeed } from "./queries";

/** The name of a site, its origins, and those on which drafts are tried. What the server holds stands in the fields until they are touched. */
export function Settings({ site }: { site: SiteSettings }) {
  const { t } = useTranslation("sites");
  const [changed, setChanged] = useState<{ name?: string; lines?: string; testLines?: string }>({});
  const [tried, setTried] = useState(false);
  const saving = useDeed(
    (change: { name: string; origins: string[]; test_origins: string[] }) => changeSite(site.key, change),
    () => {
      setChanged({});
      setTried(false);
    },
  );
  const name = changed.name ?? site.name;
  const lines = changed.lines ?? site.origins.join("\n");
  const testLines = changed.testLines ?? site.test_origins.join("\n");
  const set = (part: typeof changed) => {
    saving.reset();
    setChanged({ ...changed, ...part });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    const { origins, faults } = readOrigins(lines);
    const test = readOrigins(testLines, 0);
    if (name.trim() === "" || faults.length > 0 || test.faults.length > 0) return;
    saving.mutate({ name: name.trim(), origins, test_origins: test.origins });
  };
  return (
    <section className={screen.section}>
      <h2>{t("settings")}</h2>
      <dl className={screen.facts}>
        <dt>{t("key")}</dt>
        <dd>{site.key}</dd>
      </dl>
      <form onSubmit={submit} noValidate className={screen.form}>
        <TextInput
          label={t("name")}
          maxLength={200}
          value={name}
          onChange={(event) => set({ name: event.currentTarget.value })}
          error={tried && name.trim() === "" && t("nameMissing")}
        />
        <OriginsField value={lines} onChange={(value) => set({ lines: value })} tried={tried} />
        <OriginsField test value={testLines} onChange={(value) => set({ testLines: value })} tried={tried} />
        <Trouble error={saving.error} />
        <div className={screen.actions}>
          <Button type="submit" variant="default" loading={saving.isPending}>
            {t("save")}
          </Button>
          <span role="status">{saving.isSuccess && t("saved")}</span>
        </div>
      </form>
    </section>
  );
}
