import { Button, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";
import type { Site } from "../../api";
import { eraseRequested } from "../../api/requests";
import type { CustomerRequest } from "../../api/requests";
import { Dialog } from "../../states/Dialog";
import screen from "../../states/screen.module.css";
import { Trouble } from "../../states/Trouble";

interface Props {
  request: CustomerRequest;
  site: Site;
  onCertified: (certificates: string[]) => void;
  onClose: () => void;
}

/** Asks whether all recordings of a customer are to be erased, and does so. */
export function EraseDialog({ request, site, onCertified, onClose }: Props) {
  const { t } = useTranslation("requests");
  const [typed, setTyped] = useState("");
  const [tried, setTried] = useState(false);
  const [count, setCount] = useState(0);
  const isTyped = typed.trim() === request.reference;
  const erasing = useMutation({
    mutationFn: () =>
      eraseAll(request, (certificates) => {
        setCount((before) => before + certificates.length);
        onCertified(certificates);
      }),
    onSuccess: onClose,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (isTyped && !erasing.isPending) erasing.mutate();
  };
  return (
    <Dialog opened onClose={erasing.isPending ? () => undefined : onClose} title={t("all.question")}>
      <form onSubmit={submit} noValidate className={screen.dialogForm}>
        <p>{t("all.consequence", { site: site.name })}</p>
        <TextInput
          label={t("all.type", { reference: request.reference })}
          autoComplete="off"
          data-autofocus
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          error={tried && !isTyped && <span role="alert">{t("all.mistyped")}</span>}
        />
        <p role="status">{erasing.isPending && t("all.progress", { count })}</p>
        <Trouble error={erasing.error} />
        <div className={screen.actionsEnd}>
          <Button variant="default" disabled={erasing.isPending} onClick={onClose}>
            {t("all.keep")}
          </Button>
          <Button type="submit" className={screen.danger} loading={erasing.isPending}>
            {t("all.confirm")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** Erases some at a time until none is left; what is certified is told at once, so that a failure loses none of it. */
async function eraseAll(request: CustomerRequest, onCertified: (certificates: string[]) => void): Promise<void> {
  for (;;) {
    const { certificates, left } = await eraseRequested(request);
    onCertified(certificates);
    if (left === 0 || certificates.length === 0) return;
  }
}
