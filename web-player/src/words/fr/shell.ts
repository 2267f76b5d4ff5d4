import type { Words } from "../words";
import type { shell as english } from "../en/shell";

export const shell: Words<typeof english> = {
  skip: "Aller au contenu",
  site: "Site",
  purposes: "Finalité",
  purpose: { support: "Assistance", ux: "Expérience utilisateur", errors: "Erreurs" },
  purposeHint: {
    support: "Enregistrements conservés pour aider un client précis",
    ux: "Enregistrements conservés pour rendre le site plus simple à utiliser",
    errors: "Enregistrements conservés pour trouver et corriger les défauts",
  },
  language: "Langue",
  languages: { fr: "Français", en: "English" },
  scheme: "Apparence",
  schemes: { auto: "Automatique", light: "Claire", dark: "Sombre" },
  account: "Compte de {{name}}",
  signOut: "Se déconnecter",
  signOutFailed: "Vous êtes toujours connecté : le serveur est injoignable. Réessayez.",
  role: {
    owner: "Propriétaire",
    dpo: "Délégué à la protection des données",
    approver: "Approbateur",
    agent: "Agent d’assistance",
    analyst: "Analyste UX",
    developer: "Développeur",
    auditor: "Auditeur",
    operator: "Exploitant",
  },
};
