import { Button, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { requestReset } from "../../api/account";
import { Notice, ScreenTitle } from "../../states/Notice";
import { Trouble } from "../../states/Trouble";
import { Gate } from "../sign-in/Gate";
import styles from "../sign-in/sign-in.module.css";

/** Asks for a link to choose a new password, and says honestly whether one can come by mail. */
export function Forgotten() {
  const { t } = useTranslation(["account", "signIn"]);
  const [email, setEmail] = useState("");
  const [missing, setMissing] = useState(false);
  const asking = useMutation({ mutationFn: requestReset });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setMissing(email.trim() === "");
    if (email.trim() !== "") asking.mutate(email.trim());
  };
  return (
    <Gate>
      <form onSubmit={submit} noValidate className={styles.form}>
        <ScreenTitle title={t("forgotten.title")} />
        {asking.data ? (
          <Outcome mail={asking.data.mail} />
        ) : (
          <>
            <p className="quiet">{t("forgotten.text")}</p>
            <TextInput
              label={t("signIn:email")}
              name="email"
              type="email"
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              autoFocus
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
              error={missing && t("signIn:emailMissing")}
            />
            <Trouble error={asking.error} />
            <Button type="submit" fullWidth loading={asking.isPending}>
              {t("forgotten.submit")}
            </Button>
          </>
        )}
        <Link to="/sign-in" className={styles.aside}>
          {t("forgotten.back")}
        </Link>
      </form>
    </Gate>
  );
}

function Outcome({ mail }: { mail: boolean }) {
  const { t } = useTranslation("account");
  return (
    <div role="status">
      <Notice title={t(mail ? "forgotten.sent" : "forgotten.noMail")}>
        <p className="quiet">{t(mail ? "forgotten.sentText" : "forgotten.noMailText")}</p>
      </Notice>
    </div>
  );
}
