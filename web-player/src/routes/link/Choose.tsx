import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useState } from "react";
import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { choosePassword } from "../../api/account";
import type { Link } from "../../api/account";
import { formatMoment } from "../../format";
import { sessionQuery } from "../../queries";
import { ScreenTitle } from "../../states/Notice";
import { nameProblem } from "../../states/problems";
import { Trouble, useTrouble } from "../../states/Trouble";
import { NewPassword } from "../account/NewPassword";
import { judgeLength } from "../account/passwords";
import styles from "../sign-in/sign-in.module.css";
import { NotValid } from "./LinkScreen";

const OF_THE_FIELD = ["passwordShort", "passwordLong", "passwordGuessable"];

/** Chooses a password with a link, signs in, and leaves nothing of an earlier session. */
function useChoose(token: string) {
  const queries = useQueryClient();
  const router = useRouter();
  return useMutation({
    mutationFn: async (password: string) => {
      await choosePassword(token, password);
      queries.clear();
      await queries.fetchQuery(sessionQuery);
    },
    onSuccess: () => router.history.replace("/"),
  });
}

export function Choose({ token, link }: { token: string; link: Link }) {
  const { t, i18n } = useTranslation(["account", "states"]);
  const [password, setPassword] = useState("");
  const [tried, setTried] = useState(false);
  const choosing = useChoose(token);
  const why = useTrouble();
  const name = choosing.error ? nameProblem(choosing.error) : undefined;
  if (name === "linkNotValid") return <NotValid />;
  const { strength } = judgeLength(password);
  const tooShort = tried && strength === "short" ? t("states:problem.passwordShort") : undefined;
  const ofField = name !== undefined && OF_THE_FIELD.includes(name);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (strength !== "short" && strength !== "long") choosing.mutate(password);
  };
  return (
    <form onSubmit={submit} noValidate className={styles.form}>
      <ScreenTitle title={t(`link.${link.kind}`)} />
      <p>{t(`link.${link.kind}Text`, { organisation: link.organisation })}</p>
      <dl>
        <dt>{t("name")}</dt>
        <dd>{link.name}</dd>
        <dt>{t("email")}</dt>
        <dd>{link.email}</dd>
      </dl>
      {/* For password managers, which file a new password under the name that goes with it. */}
      <input type="text" name="username" autoComplete="username" value={link.email} readOnly hidden />
      <NewPassword
        label={t("link.choose")}
        value={password}
        onChange={setPassword}
        error={tooShort ?? (ofField ? why(choosing.error) : undefined)}
      />
      {!ofField && <Trouble error={choosing.error} />}
      <Button type="submit" fullWidth loading={choosing.isPending}>
        {t(link.kind === "invitation" ? "link.submitInvitation" : "link.submit")}
      </Button>
      <p className="quiet">{t("link.until", { moment: formatMoment(link.expires_at, i18n.language) })}</p>
    </form>
  );
}
