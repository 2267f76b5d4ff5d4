import type { Words } from "../words";
import type { deletions as english } from "../en/deletions";

export const deletions: Words<typeof english> = {
  title: "Suppressions",
  intro:
    "Les enregistrements que quelqu’un a supprimés avant leur terme : quand, par qui et pourquoi. Leur contenu a disparu pour de bon.",
  site: "Site",
  purpose: "Finalité",
  when: "Quand",
  by: "Par",
  reason: "Motif",
  recording: "Enregistrement",
  noReason: "aucun motif",
  certificate: "Certificat",
  noCertificate: "pas encore : la vérification est en attente, ou la suppression date d’avant les certificats",
  diesOn: "La dernière copie disparaît le {{day}}",
  download: "Télécharger",
  reasons: {
    visitor_asked: "Demande du visiteur",
    collected_by_mistake: "Collecté par erreur",
    no_longer_needed: "Plus nécessaire",
    other: "Autre motif",
  },
  more: "Voir les suppressions antérieures",
  moreFailed: "Les suppressions antérieures n’ont pas pu être obtenues.",
  end_one: "C’est la seule suppression.",
  end_other: "Voilà les {{count}} suppressions.",
  empty: "Rien n’a été supprimé à la main",
  emptyText:
    "Quand quelqu’un supprime un enregistrement de ce site pour cette finalité, il figure ici avec son motif. Ceux qui expirent d’eux-mêmes n’y sont pas.",
  byId: {
    title: "Supprimer un enregistrement par son identifiant",
    text: "Pour un enregistrement dont vous ne connaissez que l’identifiant, par exemple à la demande d’un visiteur. Il n’est pas nécessaire de le voir.",
    id: "Identifiant de l’enregistrement",
    bad: "Saisissez l’identifiant entier : 36 caractères, comme 0b8f3c1e-5a5d-4c3e-9f42-6f1d2f7a9b10.",
    ask: "Supprimer…",
    question: "Supprimer cet enregistrement ?",
    consequence:
      "L’enregistrement {{id}} de {{site}} disparaîtra pour tout le monde, immédiatement et définitivement. Il ne pourra pas être récupéré.",
    missing:
      "{{site}} n’a aucun enregistrement de cet identifiant. Il contient peut-être une erreur ou vient d’un autre site ; l’enregistrement a peut-être déjà été supprimé ou a expiré. Rien n’a été supprimé.",
    keep: "Conserver",
    confirm: "Supprimer définitivement",
    erased: "L’enregistrement a été supprimé.",
  },
  noSites: "Il n’y a pas encore de site",
  noSitesText: "Quand un propriétaire en aura ajouté un, les suppressions de ses enregistrements figureront ici.",
};
