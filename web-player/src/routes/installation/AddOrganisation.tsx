import { Button, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { addOrganisation } from "../../api/installation";
import { Dialog } from "../../states/Dialog";
import screen from "../../states/screen.module.css";
import { Trouble } from "../../states/Trouble";
import { Handed } from "../members/Handed";
import { organisationsQuery } from "./queries";

const NOTHING = { name: "", ownerName: "", email: "" };

/** Asks for an organisation and its first owner; then says how the link reaches them. */
export function AddOrganisation({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("installation");
  const queries = useQueryClient();
  const [given, setGiven] = useState(NOTHING);
  const [tried, setTried] = useState(false);
  const adding = useMutation({
    mutationFn: addOrganisation,
    onSuccess: () => queries.invalidateQueries(organisationsQuery),
  });
  const lacks = { name: given.name.trim() === "", ownerName: given.ownerName.trim() === "", email: !given.email.includes("@") };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (lacks.name || lacks.ownerName || lacks.email) return;
    adding.mutate({ name: given.name.trim(), owner: { email: given.email.trim(), name: given.ownerName.trim() } });
  };
  if (adding.data)
    return (
      <Dialog opened onClose={onClose} title={t("added", { name: given.name })} wide>
        <Handed handover={adding.data} name={given.ownerName} kind="invitation" />
        <div className={screen.actionsEnd}>
          <Button onClick={onClose}>{t("done")}</Button>
        </div>
      </Dialog>
    );
  const field = (key: keyof typeof NOTHING, fault: string) => ({
    label: t(key === "email" ? "ownerEmail" : key),
    autoComplete: "off",
    value: given[key],
    onChange: (event: { currentTarget: { value: string } }) => setGiven({ ...given, [key]: event.currentTarget.value }),
    error: tried && lacks[key] && fault,
  });
  return (
    <Dialog opened onClose={onClose} title={t("addOrganisation")} wide>
      <form onSubmit={submit} noValidate className={screen.dialogForm}>
        <p className="quiet">{t("addText")}</p>
        <TextInput {...field("name", t("nameMissing"))} data-autofocus maxLength={200} />
        <div className={screen.pair}>
          <TextInput {...field("ownerName", t("nameMissing"))} maxLength={200} />
          <TextInput {...field("email", t("emailMissing"))} type="email" maxLength={254} />
        </div>
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
