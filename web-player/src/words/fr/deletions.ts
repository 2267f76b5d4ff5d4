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
  noSites: "Il n’y a pas encore de site",
  noSitesText: "Quand un propriétaire en aura ajouté un, les suppressions de ses enregistrements figureront ici.",
};
