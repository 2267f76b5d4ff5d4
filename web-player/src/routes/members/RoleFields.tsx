import { NativeSelect, TextInput, Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { NewRole } from "../../api/members";
import { useSession } from "../../session";
import { PURPOSES, ROLES, oneOf } from "../../terms";
import type { Role } from "../../terms";
import screen from "../../states/screen.module.css";
import { MOST_DAYS, boundTo, dayAhead, takesPurpose, takesSite } from "./roles";

interface Props {
  value: NewRole;
  onChange: (value: NewRole) => void;
  /** Whether the other roles make this one an exception. */
  conflict: boolean;
  /** Whether to point out what is missing. */
  tried: boolean;
}

/** Whether a role can be sent as it stands. */
export function isComplete(role: NewRole, conflict: boolean): boolean {
  return isDay(role.until) && (!conflict || (role.exception ?? "").trim() !== "");
}

function isDay(day: string): boolean {
  return day >= dayAhead(0, Date.now()) && day <= dayAhead(MOST_DAYS, Date.now());
}

/** Which role, where, for what, until when; and why, where it is an exception. */
export function RoleFields({ value, onChange, conflict, tried }: Props) {
  const { t } = useTranslation(["members", "shell"]);
  const session = useSession();
  const roles = ROLES.filter((role) => role !== "operator" || session.roles.includes("operator"));
  const bound = boundTo(value.role);
  const set = (part: Partial<NewRole>) => onChange({ ...value, ...part });
  return (
    <>
      <NativeSelect
        label={t("form.role")}
        description={t(`does.${value.role}`)}
        inputWrapperOrder={["label", "input", "description"]}
        value={value.role}
        onChange={(event) => set({ role: oneOf(ROLES, event.currentTarget.value) ?? value.role })}
        data={roles.map((role: Role) => ({ value: role, label: t(`shell:role.${role}`) }))}
      />
      <div className={screen.pair}>
        {takesSite(value.role) && (
          <NativeSelect
            label={t("form.site")}
            value={value.site ?? ""}
            onChange={(event) => set({ site: event.currentTarget.value || undefined })}
            data={[
              { value: "", label: t("allSites") },
              ...session.sites.map(({ key, name }) => ({ value: key, label: name })),
            ]}
          />
        )}
        {takesPurpose(value.role) && (
          <NativeSelect
            label={t("form.purpose")}
            value={value.purpose ?? ""}
            onChange={(event) => set({ purpose: oneOf(PURPOSES, event.currentTarget.value) })}
            data={[
              { value: "", label: t("form.allPurposes") },
              ...PURPOSES.map((purpose) => ({ value: purpose, label: t(`shell:purpose.${purpose}`) })),
            ]}
          />
        )}
        {bound && (
          <NativeSelect
            label={t("form.purpose")}
            disabled
            value={bound}
            data={[{ value: bound, label: t(`shell:purpose.${bound}`) }]}
          />
        )}
        <TextInput
          type="date"
          label={t("form.until")}
          description={t("form.untilHint")}
          inputWrapperOrder={["label", "input", "error", "description"]}
          min={dayAhead(0, Date.now())}
          max={dayAhead(MOST_DAYS, Date.now())}
          value={value.until}
          onChange={(event) => set({ until: event.currentTarget.value })}
          error={tried && !isDay(value.until) && t("form.untilBad")}
        />
      </div>
      {conflict && (
        <div className={screen.note}>
          <p>{t("form.exceptionWhy")}</p>
          <Textarea
            mt={8}
            label={t("form.exception")}
            maxLength={500}
            rows={2}
            value={value.exception ?? ""}
            onChange={(event) => set({ exception: event.currentTarget.value })}
            error={tried && (value.exception ?? "").trim() === "" && t("form.exceptionMissing")}
          />
        </div>
      )}
    </>
  );
}
