import type { Words } from "../words";
import type { states as english } from "../en/states";

export const states: Words<typeof english> = {
  loading: "Chargement…",
  retry: "Réessayer",
  home: "Revenir aux enregistrements",
  notFound: "Rien à cette adresse",
  notFoundText: "L’adresse est peut-être erronée, ou ce qui s’y trouvait a été supprimé ou a expiré.",
  unreachable: "Le serveur est injoignable",
  unreachableText: "Rien n’a été perdu ni modifié. Vérifiez votre connexion, puis réessayez.",
  failed: "Le serveur n’a pas pu répondre",
  failedText:
    "Rien n’a été perdu ni modifié (code {{status}}). Réessayez ; si cela dure, prévenez la personne qui exploite votre serveur.",
  broken: "La réponse est illisible",
  brokenText: "Elle a été interrompue ou abîmée en chemin. Rien n’a été modifié. Réessayez.",
  crashed: "Cette page ne fonctionne plus",
  crashedText: "Le défaut vient de Revoir, pas de vous, et rien n’a été modifié. Réessayez.",
  denied: "Fermé à votre compte",
  deniedFor: {
    support: "Voir les enregistrements de la finalité « Assistance » demande le rôle Agent d’assistance sur ce site.",
    ux: "Voir les enregistrements de la finalité « Expérience utilisateur » demande le rôle Analyste UX sur ce site.",
    errors: "Voir les enregistrements de la finalité « Erreurs » demande le rôle Développeur sur ce site.",
  },
  deniedAll:
    "Voir des enregistrements demande le rôle Agent d’assistance, Analyste UX ou Développeur sur un site. Votre compte n’en a aucun.",
  deniedAsk: "Le propriétaire de {{organisation}} peut vous l’accorder.",
};
