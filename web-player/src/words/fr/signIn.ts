import type { Words } from "../words";
import type { signIn as english } from "../en/signIn";

export const signIn: Words<typeof english> = {
  title: "Connexion",
  intro: "Revoyez ce qui a été enregistré sur vos sites, pour les finalités qui vous concernent.",
  email: "Adresse e-mail",
  password: "Mot de passe",
  submit: "Se connecter",
  forgotten: "Mot de passe oublié ?",
  ended:
    "Vous avez été déconnecté : une session se ferme après 8 heures sans activité, ou quand elle est fermée depuis un autre appareil. Connectez-vous pour revenir où vous étiez.",
  tooManyMinutes_one: "Trop de tentatives. Réessayez dans {{count}} minute, à {{time}}.",
  tooManyMinutes_other: "Trop de tentatives. Réessayez dans {{count}} minutes, à {{time}}.",
  emailMissing: "Saisissez votre adresse e-mail.",
  passwordMissing: "Saisissez votre mot de passe.",
  showPassword: "Afficher ou cacher le mot de passe",
  wrong: "Aucun compte ne correspond à cette adresse et à ce mot de passe. Vérifiez-les et réessayez.",
  tooMany: "Trop de tentatives. Patientez un peu avant de réessayer.",
  tooManyFor_one: "Trop de tentatives. Réessayez dans {{count}} seconde.",
  tooManyFor_other: "Trop de tentatives. Réessayez dans {{count}} secondes.",
  unreachable: "Le serveur est injoignable. Vérifiez votre connexion et réessayez.",
  failed: "Le serveur n’a pas pu vous connecter (code {{status}}). Réessayez dans un instant.",
};
