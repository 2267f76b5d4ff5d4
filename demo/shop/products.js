/** What the shop sells. Prices are in cents. */
export const PRODUCTS = [
  {
    id: "rose",
    cents: 2490,
    stars: 4.7,
    name: { en: "Climbing rose ‘Aurore’", fr: "Rosier grimpant « Aurore »" },
    text: {
      en: "Old-fashioned apricot flowers from May until the first frost. Grows to three metres on a sunny wall.",
      fr: "Des fleurs abricot à l’ancienne, de mai aux premières gelées. Trois mètres sur un mur ensoleillé.",
    },
  },
  {
    id: "lavender",
    cents: 690,
    stars: 4.9,
    name: { en: "True lavender", fr: "Lavande vraie" },
    text: {
      en: "The scent of the hills, loved by bees. Asks for sun, stones and very little water.",
      fr: "Le parfum des collines, aimé des abeilles. Demande du soleil, des cailloux et très peu d’eau.",
    },
  },
  {
    id: "olive",
    cents: 5900,
    stars: 4.5,
    name: { en: "Olive tree in a pot", fr: "Olivier en pot" },
    text: {
      en: "Eight years old, already bearing. Bring it in when it freezes below minus eight.",
      fr: "Huit ans, il porte déjà. À rentrer quand il gèle sous moins huit.",
    },
  },
  {
    id: "tomato",
    cents: 350,
    stars: 4.8,
    name: { en: "Tomato seeds ‘Noire de Crimée’", fr: "Graines de tomate « Noire de Crimée »" },
    text: {
      en: "Sweet, dark and generous. Sow in March on a window sill, plant out in May.",
      fr: "Douce, sombre et généreuse. À semer en mars sur un rebord de fenêtre, à repiquer en mai.",
    },
  },
  {
    id: "watering-can",
    cents: 3450,
    stars: 4.6,
    name: { en: "Zinc watering can, 9 litres", fr: "Arrosoir en zinc, 9 litres" },
    text: {
      en: "Well balanced, full or empty. The rose comes off and every part can be replaced.",
      fr: "Bien équilibré, plein ou vide. La pomme se retire et chaque pièce se remplace.",
    },
  },
  {
    id: "secateurs",
    cents: 4200,
    stars: 4.9,
    name: { en: "Forged secateurs", fr: "Sécateur forgé" },
    text: {
      en: "A clean cut up to 22 millimetres. Blade and spring are sold apart, so that it lasts.",
      fr: "Une coupe nette jusqu’à 22 millimètres. Lame et ressort se vendent à part, pour durer.",
    },
  },
  {
    id: "pot",
    cents: 1890,
    stars: 4.3,
    name: { en: "Terracotta pot, 30 cm", fr: "Pot en terre cuite, 30 cm" },
    text: {
      en: "Turned by hand and fired hot: it stays outside in winter.",
      fr: "Tourné à la main et cuit à haute température : il passe l’hiver dehors.",
    },
  },
  {
    id: "bird-box",
    cents: 2250,
    stars: 4.4,
    name: { en: "Nest box for tits", fr: "Nichoir à mésanges" },
    text: {
      en: "Untreated larch, a 28 mm hole, a roof that opens for cleaning in autumn.",
      fr: "Mélèze non traité, trou de 28 mm, toit qui s’ouvre pour le nettoyage d’automne.",
    },
  },
  {
    id: "lantern",
    cents: 2790,
    stars: 4.1,
    name: { en: "Garden lantern", fr: "Lanterne de jardin" },
    text: {
      en: "Charges by day, gives a warm light for six hours, and attracts few insects.",
      fr: "Se recharge le jour, éclaire six heures d’une lumière chaude, attire peu d’insectes.",
    },
  },
  {
    id: "gloves",
    cents: 1290,
    stars: 4.2,
    name: { en: "Goatskin gloves", fr: "Gants en peau de chèvre" },
    text: {
      en: "Supple enough to feel a seed, strong enough for brambles.",
      fr: "Assez souples pour sentir une graine, assez solides pour les ronces.",
    },
  },
];

/** Finds a product by its id. */
export function findProduct(id) {
  return PRODUCTS.find((product) => product.id === id);
}
