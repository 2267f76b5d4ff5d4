import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter, useSearch } from "@tanstack/react-router";
import { useRef, useState } from "react";
import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { isApiProblem, signIn } from "../../api";
import { sessionQuery } from "../../queries";
import { Preferences } from "../../shell/Preferences";
import { ScreenTitle } from "../../states/Notice";
import styles from "./sign-in.module.css";

/** Why signing in did not work, in words. */
function useReason(error: unknown): string | undefined {
  const { t } = useTranslation("signIn");
  if (error === null || error === undefined) return undefined;
  if (!isApiProblem(error) || error.status === 0) return t("unreachable");
  if (error.status === 401) return t("wrong");
  if (error.status !== 429) return t("failed", { status: error.status });
  return error.retryAfterSeconds ? t("tooManyFor", { count: error.retryAfterSeconds }) : t("tooMany");
}

/** Signs in, forgets what an earlier session saw, and goes where one wanted to go. */
function useSignIn(onRefused: () => void) {
  const queries = useQueryClient();
  const router = useRouter();
  const { next } = useSearch({ from: "/sign-in" });
  return useMutation({
    mutationFn: (credentials: { email: string; password: string }) =>
      signIn(credentials.email, credentials.password),
    onSuccess: async () => {
      queries.clear();
      await queries.fetchQuery(sessionQuery).catch(() => null);
      router.history.push(next ?? "/");
    },
    onError: onRefused,
  });
}

export function SignIn() {
  const { t } = useTranslation("signIn");
  const email = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);
  const [missing, setMissing] = useState({ email: false, password: false });
  const entering = useSignIn(() => password.current?.select());
  const reason = useReason(entering.error);

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
    <div className={styles.screen}>
      <header className={styles.header}>
        <span className={styles.brand}>Revoir</span>
        <Preferences />
      </header>
      <main className={styles.main}>
        <form onSubmit={submit} noValidate className={styles.form}>
          <ScreenTitle title={t("title")} />
          <p className="quiet">{t("intro")}</p>
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
        </form>
      </main>
    </div>
  );
}
