import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useRouter, useSearch } from "@tanstack/react-router";
import { useRef, useState } from "react";
import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { signIn } from "../../api";
import { sessionQuery } from "../../queries";
import { ScreenTitle } from "../../states/Notice";
import { Gate } from "./Gate";
import { useReason } from "./reason";
import styles from "./sign-in.module.css";

/** Signs in, forgets what an earlier session saw, and goes where one wanted to go. */
function useSignIn(onRefused: () => void) {
  const queries = useQueryClient();
  const router = useRouter();
  const { next } = useSearch({ from: "/sign-in" });
  return useMutation({
    mutationFn: async (credentials: { email: string; password: string }) => {
      await signIn(credentials.email, credentials.password);
      queries.clear();
      await queries.fetchQuery(sessionQuery);
    },
    onSuccess: () => router.history.push(next ?? "/"),
    onError: onRefused,
  });
}

export function SignIn() {
  const { t } = useTranslation("signIn");
  const { ended } = useSearch({ from: "/sign-in" });
  const email = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);
  const [missing, setMissing] = useState({ email: false, password: false });
  const entering = useSignIn(() => password.current?.select());
  const reason = useReason(entering.error, entering.submittedAt);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const given = { email: email.current?.value.trim() ?? "", password: password.current?.value ?? "" };
    const lacks = { email: given.email === "", password: given.password === "" };
    setMissing(lacks);
    if (lacks.email) return email.current?.focus();
    if (lacks.password) return password.current?.focus();
    entering.mutate(given);
  };

  return (
    <Gate>
      <form onSubmit={submit} noValidate className={styles.form}>
        <ScreenTitle title={t("title")} />
        {ended ? (
          <p role="status" className={styles.ended}>
            {t("ended")}
          </p>
        ) : (
          <p className="quiet">{t("intro")}</p>
        )}
        <TextInput
          ref={email}
          label={t("email")}
          name="email"
          type="email"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus
          error={missing.email && t("emailMissing")}
        />
        <PasswordInput
          ref={password}
          label={t("password")}
          name="password"
          autoComplete="current-password"
          visibilityToggleButtonProps={{ "aria-label": t("showPassword"), tabIndex: 0, "aria-hidden": false }}
          error={missing.password && t("passwordMissing")}
        />
        <div role="alert" className="failure">
          {reason}
        </div>
        <Button type="submit" fullWidth loading={entering.isPending}>
          {t("submit")}
        </Button>
        <Link to="/forgotten" className={styles.aside}>
          {t("forgotten")}
        </Link>
      </form>
    </Gate>
  );
}
