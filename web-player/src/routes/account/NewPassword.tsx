import { PasswordInput } from "@mantine/core";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { judgeLength } from "./passwords";
import styles from "./account.module.css";

interface Props {
  label: string;
  value: string;
  onChange: (value: string) => void;
  error?: string | undefined;
}

/** A field for a new password, which says in words how long it is. */
export function NewPassword({ label, value, onChange, error }: Props) {
  const { t } = useTranslation(["account", "signIn"]);
  const said = useId();
  const { strength, missing } = judgeLength(value);
  const share = Math.min(1, [...value].length / 24);
  return (
    <div className={styles.password}>
      <PasswordInput
        label={label}
        name="new-password"
        autoComplete="new-password"
        required
        withAsterisk={false}
        aria-describedby={said}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        visibilityToggleButtonProps={{ "aria-label": t("signIn:showPassword"), tabIndex: 0, "aria-hidden": false }}
        error={error}
      />
      <div className={styles.meter} data-strength={strength} aria-hidden="true">
        <span style={{ width: `${share * 100}%` }} />
      </div>
      <p id={said} className="quiet" aria-live="polite">
        {value === "" ? t("strengthNone") : t(`strength.${strength}`, { count: missing })}
      </p>
    </div>
  );
}
