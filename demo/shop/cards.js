import { make } from "./dom.js";
import { language, price } from "./words.js";

/** A product as a card in a list, which leads to its page. */
export function productCard(product) {
  return make(
    "li",
    { class: "card" },
    make(
      "a",
      { href: `/demo/product/${product.id}` },
      make("img", { src: `/demo/${product.id}.svg`, alt: "", width: "240", height: "180", loading: "lazy" }),
      make("span", { class: "card-name" }, product.name[language]),
      make("span", { class: "price" }, price(product.cents)),
    ),
  );
}
