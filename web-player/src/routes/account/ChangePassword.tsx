import { Button, PasswordInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { changePassword } from "../../api/account";
import { nameProblem } from "../../states/problems";
import screen from "../../states/screen.module.css";
import { Trouble, useTrouble } from "../../states/Trouble";
import { NewPassword } from "./NewPassword";
import { judgeLength } from "./passwords";
import { ownSessionsQuery } from "./queries";

const OF_THE_NEW_ONE = ["passwordShort", "passwordLong", "passwordGuessable"];

function useChange(onDone: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (given: { current: string; chosen: string }) => changePassword(given.current, given.chosen),
    onSuccess: async () => {
      onDone();
      await queries.invalidateQueries(ownSessionsQuery);
    },
  });
}

/** Changes one's own password; that ends one's sessions everywhere else. */
export function ChangePassword() {
  const { t } = useTranslation(["account", "signIn", "states"]);
  const [given, setGiven] = useState({ current: "", chosen: "" });
  const [tried, setTried] = useState(false);
  const why = useTrouble();
  const changing = useChange(() => {
    setGiven({ current: "", chosen: "" });
    setTried(false);
  });
  const name = changing.error ? nameProblem(changing.error) : undefined;
  const ofNew = name !== undefined && OF_THE_NEW_ONE.includes(name);
  const isShort = judgeLength(given.chosen).strength === "short";
  const set = (part: Partial<typeof given>) => {
    changing.reset();
    setGiven({ ...given, ...part });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (given.current !== "" && !isShort) changing.mutate(given);
  };
  const currentError = tried && given.current === "" ? t("currentMissing") : name === "wrongPassword" ? why(changing.error) : undefined;
  const newError = tried && isShort ? t("states:problem.passwordShort") : ofNew ? why(changing.error) : undefined;
  return (
    <section className={screen.section}>
      <h2>{t("password")}</h2>
      <p className="quiet">{t("changeText")}</p>
      <form onSubmit={submit} noValidate className={screen.form}>
        <PasswordInput
          label={t("current")}
          name="current-password"
          autoComplete="current-password"
          value={given.current}
          onChange={(event) => set({ current: event.currentTarget.value })}
          visibilityToggleButtonProps={{ "aria-label": t("signIn:showPassword"), tabIndex: 0, "aria-hidden": false }}
          error={currentError}
        />
        <NewPassword label={t("chosen")} value={given.chosen} onChange={(chosen) => set({ chosen })} error={newError} />
        {!ofNew && name !== "wrongPassword" && <Trouble error={changing.error} />}
        <div className={screen.actions}>
          <Button type="submit" variant="default" loading={changing.isPending}>
            {t("change")}
          </Button>
          <span role="status">{changing.isSuccess && t("changed")}</span>
        </div>
      </form>
    </section>
  );
}
