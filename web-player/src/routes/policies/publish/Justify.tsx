import { TextInput, Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Deviation } from "../../../api/policies";
import screen from "../../../states/screen.module.css";
import { dayAhead } from "../../members/roles";
import { useSayings } from "../sayings";
import { isSaid } from "./said";
import type { Said } from "./said";
import glance from "../policies.module.css";

const MOST_DAYS = 730;

interface Props {
  deviation: Deviation;
  said: Said;
  onSay: (said: Said) => void;
  /** Whether to point out what is missing. */
  tried: boolean;
}

/** What is done instead of one measure, how that meets the obligation, and when it is looked at again. */
export function Justify({ deviation, said, onSay, tried }: Props) {
  const { t } = useTranslation(["policy", "policies"]);
  const say = useSayings();
  const measure = t(`policies:measure.${deviation.measure}`);
  const asked = say.measures(deviation.measure, deviation.asked);
  const chosen = say.measures(deviation.measure, deviation.chosen);
  return (
    <fieldset className={screen.group}>
      <legend>{t("publish.justify", { measure })}</legend>
      <p>
        {t("policies:deviation", { measure, asked, chosen })}{" "}
        <span className={glance.paragraph}>{say.paragraph(deviation.paragraph)}</span>
      </p>
      <Textarea
        label={t("publish.alternative")}
        description={t("publish.alternativeHint")}
        inputWrapperOrder={["label", "input", "error", "description"]}
        rows={3}
        maxLength={2000}
        value={said.alternative}
        onChange={(event) => onSay({ ...said, alternative: event.currentTarget.value })}
        error={tried && !isSaid(said.alternative) && t("publish.missing")}
      />
      <Textarea
        label={t("publish.meets")}
        rows={3}
        maxLength={2000}
        value={said.meets}
        onChange={(event) => onSay({ ...said, meets: event.currentTarget.value })}
        error={tried && !isSaid(said.meets) && t("publish.missing")}
      />
      <TextInput
        type="date"
        label={t("publish.reviewOn")}
        description={t("publish.reviewHint")}
        inputWrapperOrder={["label", "input", "error", "description"]}
        min={dayAhead(1, Date.now())}
        max={dayAhead(MOST_DAYS, Date.now())}
        value={said.review_on}
        onChange={(event) => onSay({ ...said, review_on: event.currentTarget.value })}
        error={tried && !isWithin(said.review_on) && t("publish.reviewBad")}
      />
    </fieldset>
  );
}

function isWithin(day: string): boolean {
  return day >= dayAhead(1, Date.now()) && day <= dayAhead(MOST_DAYS, Date.now());
}
