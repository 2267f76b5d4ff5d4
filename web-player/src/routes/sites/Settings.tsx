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

/** The name and origins of a site. What the server holds stands in the fields until they are touched. */
export function Settings({ site }: { site: SiteSettings }) {
  const { t } = useTranslation("sites");
  const [changed, setChanged] = useState<{ name?: string; lines?: string }>({});
  const [tried, setTried] = useState(false);
  const saving = useDeed(
    (change: { name: string; origins: string[] }) => changeSite(site.key, change),
    () => {
      setChanged({});
      setTried(false);
    },
  );
  const name = changed.name ?? site.name;
  const lines = changed.lines ?? site.origins.join("\n");
  const set = (part: typeof changed) => {
    saving.reset();
    setChanged({ ...changed, ...part });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    const { origins, faults } = readOrigins(lines);
    if (name.trim() !== "" && faults.length === 0) saving.mutate({ name: name.trim(), origins });
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
