import { Button, TextInput } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { addSite } from "../../api/sites";
import { Dialog } from "../../states/Dialog";
import screen from "../../states/screen.module.css";
import { Trouble } from "../../states/Trouble";
import { OriginsField } from "./OriginsField";
import { isKey, readOrigins, suggestKey } from "./origins";
import { useDeed } from "./queries";

/** Asks for a name, a key that follows from it, and origins; then leads on to the snippet. */
export function AddSite({ taken, onClose }: { taken: string[]; onClose: () => void }) {
  const { t } = useTranslation("sites");
  const navigate = useNavigate();
  const [name, setName] = useState("");
  const [chosenKey, setChosenKey] = useState<string>();
  const [lines, setLines] = useState("");
  const [tried, setTried] = useState(false);
  const key = chosenKey ?? suggestKey(name, taken);
  const adding = useDeed(addSite, (site) => void navigate({ to: "/sites/$site", params: { site: site.key } }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    const { origins, faults } = readOrigins(lines);
    if (name.trim() !== "" && isKey(key) && faults.length === 0) adding.mutate({ key, name: name.trim(), origins });
  };
  return (
    <Dialog opened onClose={onClose} title={t("addTitle")} wide>
      <form onSubmit={submit} noValidate className={screen.dialogForm}>
        <TextInput
          label={t("name")}
          description={t("nameHint")}
          inputWrapperOrder={["label", "input", "error", "description"]}
          data-autofocus
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={tried && name.trim() === "" && t("nameMissing")}
        />
        <OriginsField value={lines} onChange={setLines} tried={tried} />
        <TextInput
          label={t("key")}
          description={t("keyHint")}
          inputWrapperOrder={["label", "input", "error", "description"]}
          spellCheck={false}
          autoCapitalize="none"
          maxLength={63}
          value={key}
          onChange={(event) => setChosenKey(event.currentTarget.value)}
          error={tried && !isKey(key) && t("keyBad")}
        />
        <Trouble error={adding.error} />
        <div className={screen.actionsEnd}>
          <Button variant="default" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button type="submit" loading={adding.isPending}>
            {t("submit")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
