import { Button, Textarea } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { writeDraft } from "../../../api/policies";
import type { Framework, Nature, Policy, PurposeAddress } from "../../../api/policies";
import { Trouble } from "../../../states/Trouble";
import screen from "../../../states/screen.module.css";
import type { Purpose } from "../../../terms";
import { sayMinutes } from "../amounts";
import { propose } from "../proposal";
import { useSayings } from "../sayings";
import { NatureChoice } from "./Why";
import glance from "../policies.module.css";
import styles from "./edit.module.css";

interface Props {
  address: PurposeAddress;
  framework: Framework;
  revision: number;
  /** What is in force, if anything is. */
  base: Policy | undefined;
  /** The site's version of the texts. */
  textVersion: string;
  onTaken: () => void;
  onBack: (() => void) | undefined;
}

/** Asks for the need and the site's nature, and proposes a draft that conforms, with a reason for each choice. */
export function Setup({ address, framework, revision, base, textVersion, onTaken, onBack }: Props) {
  const { t } = useTranslation("policy");
  const { purpose } = address;
  const [nature, setNature] = useState<Nature>();
  const [whatFor, setWhatFor] = useState<string>(base?.necessity?.what_for ?? t(`setup.needText.${purpose}`));
  const [lessIntrusive, setLessIntrusive] = useState(base?.necessity?.less_intrusive ?? "");
  const mustSayWhyKept = framework.purposes[purpose].retention_in_writing;
  const [whyKept, setWhyKept] = useState<string>(
    base?.reasons?.find(({ measure }) => measure === "retention")?.why ?? t("setup.whyKept"),
  );
  const taking = useMutation({
    mutationFn: (policy: Policy) => writeDraft(address, revision, policy),
    onSuccess: onTaken,
  });
  const said = { nature: nature ?? "ordinary", whatFor, lessIntrusive, ...(mustSayWhyKept && { whyKept: whyKept.trim() }) };
  const policy = propose(purpose, said, { textVersion, base });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (nature) taking.mutate(policy);
  };
  return (
    <form onSubmit={submit} noValidate className={styles.setup}>
      <p>{t("setup.intro")}</p>
      <p className={glance.sentence}>
        {t("setup.need")} {t(`setup.needText.${purpose}`)}
      </p>
      <p className="quiet">{t("setup.needNot")}</p>
      <details className={styles.words}>
        <summary className="quiet">{t("cnil")}</summary>
        <blockquote lang={framework.language}>{framework.purposes[purpose].need}</blockquote>
      </details>
      <NatureChoice value={nature} onChange={setNature} />
      <Textarea label={t("why.whatFor")} rows={3} maxLength={2000} value={whatFor} onChange={(event) => setWhatFor(event.currentTarget.value)} />
      <Textarea
        label={t("why.lessIntrusive")}
        description={t("why.lessIntrusiveHint")}
        rows={3}
        maxLength={2000}
        value={lessIntrusive}
        onChange={(event) => setLessIntrusive(event.currentTarget.value)}
      />
      {mustSayWhyKept && (
        <Textarea
          label={t("retention.reason")}
          description={t("retention.reasonHint")}
          rows={2}
          maxLength={2000}
          value={whyKept}
          onChange={(event) => setWhyKept(event.currentTarget.value)}
        />
      )}
      {nature && <Proposal policy={policy} purpose={purpose} framework={framework} isSensitive={framework.sensitive.natures.includes(nature)} />}
      <Trouble error={taking.error} />
      <div className={screen.actions}>
        <Button type="submit" disabled={nature === undefined} loading={taking.isPending}>
          {t("setup.take")}
        </Button>
        {onBack && (
          <Button variant="default" onClick={onBack}>
            {t("setup.back")}
          </Button>
        )}
      </div>
    </form>
  );
}

interface ProposalProps {
  policy: Policy;
  purpose: Purpose;
  framework: Framework;
  isSensitive: boolean;
}

function Proposal({ policy, purpose, framework, isSensitive }: ProposalProps) {
  const { t, i18n } = useTranslation(["policy", "policies"]);
  const say = useSayings();
  const { paragraphs } = framework;
  const rows = [
    { label: t("policies:collected"), value: say.visits(policy), why: t(`setup.reason.collection.${purpose}`), at: paragraphs.collection },
    {
      label: t("policies:masked"),
      value: say.terms([policy.masking]),
      why: t(isSensitive ? "setup.reason.maskingSensitive" : "setup.reason.masking"),
      at: isSensitive ? paragraphs.sensitive : paragraphs.masking,
    },
    { label: t("policies:identified"), value: say.terms([policy.identifiers]), why: t(`setup.reason.identifiers.${purpose}`), at: paragraphs.identifiers },
    {
      label: t("policies:kept"),
      value: sayMinutes(policy.retention_minutes, i18n.language),
      why: t(`setup.reason.retention.${purpose}`),
      at: paragraphs.retention,
    },
  ];
  return (
    <section aria-labelledby="proposal" className={screen.section}>
      <h2 id="proposal">{t("setup.proposal")}</h2>
      <dl className={screen.facts}>
        {rows.map(({ label, value, why, at }) => (
          <div key={label} className={styles.proposed}>
            <dt>{label}</dt>
            <dd>
              <strong>{value}</strong>
              <br />
              {why} <span className={glance.paragraph}>{say.paragraph(at)}</span>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
