import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Site } from "../../api";
import { restrictRequested } from "../../api/requests";
import type { CustomerRequest } from "../../api/requests";
import screen from "../../states/screen.module.css";
import { Trouble } from "../../states/Trouble";
import { EraseDialog } from "./EraseDialog";

interface Props {
  request: CustomerRequest;
  site: Site;
  there: number;
  certificates: string[];
  onCertified: (certificates: string[]) => void;
  onDone: () => void;
}

/** What is done about all recordings of a customer. */
export function ForAll({ request, site, there, certificates, onCertified, onDone }: Props) {
  const { t } = useTranslation("requests");
  const [asked, setAsked] = useState(false);
  const holding = useMutation({ mutationFn: (restricted: boolean) => restrictAll(request, restricted), onSettled: onDone });
  const count = holding.data ?? 0;
  const close = () => {
    setAsked(false);
    onDone();
  };
  return (
    <section className={screen.section} aria-labelledby="all">
      <h2 id="all">{t("all.title")}</h2>
      {there > 0 && (
        <div className={screen.actions}>
          {[true, false].map((restricted) => (
            <Button
              key={String(restricted)}
              variant="default"
              loading={holding.isPending && holding.variables === restricted}
              onClick={() => holding.mutate(restricted)}
            >
              {t(restricted ? "all.restrict" : "all.lift")}
            </Button>
          ))}
          <Button className={screen.danger} onClick={() => setAsked(true)}>
            {t("all.erase")}
          </Button>
        </div>
      )}
      <p role="status">
        {certificates.length > 0
          ? t("all.erased", { count: certificates.length })
          : holding.isSuccess && t(holding.variables ? "all.restricted" : "all.lifted", { count })}
      </p>
      {certificates.length > 0 && (
        <a download={`revoir-certificates-${request.purpose}.jsonl`} href={`data:application/jsonl,${encodeURIComponent(`${certificates.join("\n")}\n`)}`}>
          {t("all.certificates")}
        </a>
      )}
      <Trouble error={holding.error} />
      {asked && <EraseDialog request={request} site={site} onCertified={onCertified} onClose={close} />}
    </section>
  );
}

/** Reaches all of them, some at a time, and answers how many. */
async function restrictAll(request: CustomerRequest, restricted: boolean): Promise<number> {
  let count = 0;
  for (;;) {
    const { recordings, more } = await restrictRequested(request, restricted);
    count += recordings;
    if (!more || recordings === 0) return count;
  }
}
