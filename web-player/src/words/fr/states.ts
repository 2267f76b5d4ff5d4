import type { Words } from "../words";
import type { states as english } from "../en/states";

export const states: Words<typeof english> = {
  loading: "Chargement…",
  cancel: "Annuler",
  copied: "Copié.",
  selected: "Sélectionné : copiez avec votre clavier.",
  retry: "Réessayer",
  home: "Revenir au début",
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
  denied: "Votre compte n’y a pas accès",
  deniedFor: {
    support: "Voir les enregistrements de la finalité « Assistance » demande le rôle Agent d’assistance sur ce site.",
    ux: "Voir les enregistrements de la finalité « Expérience utilisateur » demande le rôle Analyste UX sur ce site.",
    errors: "Voir les enregistrements de la finalité « Erreurs » demande le rôle Développeur sur ce site.",
  },
  deniedMay: {
    manage_members: "Inviter des personnes et leur donner des rôles demande le rôle Propriétaire.",
    manage_sites: "Ajouter et modifier des sites demande le rôle Propriétaire.",
    operate: "Veiller sur l’installation demande le rôle Exploitant.",
    review: "Voir ce qui a été supprimé demande le rôle Délégué à la protection des données ou Auditeur.",
    read_log:
      "Lire le journal d’audit demande le rôle Délégué à la protection des données ou Auditeur pour toute l’organisation.",
    read_policies:
      "Lire ce que chaque finalité peut collecter demande le rôle Propriétaire, Délégué à la protection des données ou Auditeur sur ce site.",
  },
  nothing: "Rien à ouvrir pour l’instant",
  deniedAll: "Vous êtes connecté, mais aucun de vos rôles n’ouvre d’écran.",
  deniedAsk: "Un propriétaire de {{organisation}} peut vous l’accorder.",
  deniedAskAny: "Un propriétaire de {{organisation}} peut vous en donner un.",
  deniedAskOperator: "Seul un autre exploitant, ou la ligne de commande du serveur, peut l’accorder.",
  problem: {
    denied:
      "Vos rôles ne le permettent pas. Rien n’a été modifié. Un propriétaire de votre organisation peut vous donner le rôle nécessaire.",
    signedOut: "Vous n’êtes plus connecté. Rien n’a été modifié.",
    foreign: "Votre navigateur a fait la demande depuis une autre adresse que celle de ce serveur. Rien n’a été modifié.",
    gone: "Cela n’existe plus. Rien d’autre n’a été modifié : rechargez la page.",
    tooMany: "Trop de tentatives. Rien n’a été modifié. Patientez un peu avant de réessayer.",
    tooManyFor_one: "Trop de tentatives. Rien n’a été modifié. Réessayez dans {{count}} minute.",
    tooManyFor_other: "Trop de tentatives. Rien n’a été modifié. Réessayez dans {{count}} minutes.",
    busy: "Le serveur est très occupé. Rien n’a été modifié. Réessayez dans un instant.",
    unreadable: "Le serveur n’a pas accepté la saisie. Rien n’a été modifié. Vérifiez les champs.",
    wrongPassword: "Ce n’est pas votre mot de passe actuel. Rien n’a été modifié.",
    passwordShort: "Le mot de passe est trop court : 12 caractères au moins.",
    passwordLong: "Le mot de passe est trop long : 256 caractères au plus.",
    passwordGuessable: "Ce mot de passe se devinerait trop facilement. Prenez plutôt quelques mots sans rapport entre eux.",
    linkNotValid: "Ce lien ne fonctionne plus : il a servi, a été remplacé ou est trop ancien.",
    emailTaken: "Quelqu’un utilise déjà cette adresse e-mail. Personne n’a été invité.",
    rolesConflict:
      "« Assistance » avec « Expérience utilisateur » ou « Erreurs » sur un même site demande une raison écrite. Rien n’a été modifié.",
    roleNotGrantable:
      "Vous ne pouvez pas donner ce rôle : seul un autre exploitant ou la ligne de commande le peut. Rien n’a été modifié.",
    lastOwner:
      "C’est le dernier propriétaire. Nommez-en d’abord un autre : sans propriétaire, plus personne ne pourrait inviter qui que ce soit.",
    siteKeyTaken: "Un autre site a déjà cette clé. Choisissez-en une autre.",
    originNotValid: "Une des adresses n’est pas une origine comme https://boutique.example. Rien n’a été modifié.",
    unreachable:
      "Le serveur n’a pas répondu. La demande a peut-être abouti : vérifiez votre connexion, puis rechargez la page pour le savoir.",
    broken: "La réponse a été interrompue. La demande a peut-être abouti : rechargez la page pour le savoir.",
    failed:
      "Le serveur a rencontré un problème (code {{status}}). On ignore si la demande a abouti : rechargez la page pour le savoir.",
    crashed: "Un défaut est apparu dans Revoir. Rechargez la page pour voir où en sont les choses.",
  },
};
