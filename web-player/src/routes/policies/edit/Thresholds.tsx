import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { THRESHOLDS, USUAL, isOutside, isUsual, leastOf, shown } from "../friction";
import type { Threshold } from "../friction";
import type { Ask } from "./ask";
import { Numeral } from "./inputs";
import { Question } from "./Question";
import styles from "./edit.module.css";

const GROUPS = [
  { sign: "rage_click", names: ["rageClicks", "rageWithin"] },
  { sign: "long_wait", names: ["longWait"] },
  { sign: "dead_click", names: ["deadClick"] },
  { sign: "back_and_forth", names: ["backWithin"] },
  { sign: "thrashing", names: ["thrashTurns", "thrashWithin"] },
] as const;

/** From when on something is friction: what marks recordings, and what triggers and criteria go by. */
export function Thresholds({ ask }: { ask: Ask }) {
  const { t } = useTranslation(["policy", "policies"]);
  return (
    <Question title={t("friction.title")} text={t("friction.text")}>
      {GROUPS.map(({ sign, names }) => (
        <fieldset key={sign} className={styles.group}>
          <legend>{t(`friction.sign.${sign}`)}</legend>
          <div className={styles.pair}>
            {THRESHOLDS.filter(({ name }) => names.some((known) => known === name)).map((each) => (
              <One key={each.name} ask={ask} threshold={each} />
            ))}
          </div>
        </fieldset>
      ))}
      <div>
        <Button variant="default" size="xs" disabled={isUsual(ask.form)} onClick={() => ask.set(USUAL)}>
          {t("friction.usual")}
        </Button>
      </div>
    </Question>
  );
}

function One({ ask, threshold }: { ask: Ask; threshold: Threshold }) {
  const { t, i18n } = useTranslation("policy");
  const number = new Intl.NumberFormat(i18n.language);
  const say = (value: number) => number.format(shown(threshold, value));
  const bounds = { usual: say(threshold.usual), least: say(leastOf(threshold, ask.form)), most: say(threshold.most) };
  const outside = isOutside(threshold, ask.form) ? t("fault.bounds", bounds) : undefined;
  return (
    <Numeral
      ask={ask}
      name={threshold.name}
      label={t(`friction.${threshold.name}`)}
      hint={t("friction.hint", bounds)}
      fault={outside}
    />
  );
}
