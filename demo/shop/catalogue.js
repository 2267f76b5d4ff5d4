import { addToBasket } from "./basket.js";
import { productCard } from "./cards.js";
import { byId, make, onSubmit } from "./dom.js";
import { showBasketCount } from "./frame.js";
import { findProduct, PRODUCTS } from "./products.js";
import "./stars.js";
import { language, price, word } from "./words.js";

/** Shows all products. */
export function showHome() {
  byId("products").append(...PRODUCTS.map(productCard));
}

/** Shows the products whose name or text contains what was searched for. */
export function showSearch() {
  const query = new URLSearchParams(location.search).get("q") ?? "";
  const found = PRODUCTS.filter((product) => matches(product, query));
  byId("search").value = query;
  byId("search-summary").textContent = word("search.found", { count: found.length, query });
  byId("products").append(...found.map(productCard));
}

function matches(product, query) {
  const text = `${product.name.en} ${product.name.fr} ${product.text.en} ${product.text.fr}`;
  return text.toLowerCase().includes(query.trim().toLowerCase());
}

/** Shows one product, which can be put into the basket. */
export function showProduct() {
  const product = findProduct(location.pathname.split("/").at(-1)) ?? PRODUCTS[0];
  document.title = `${product.name[language]} · Jardin Clair`;
  byId("product-name").textContent = product.name[language];
  byId("product-text").textContent = product.text[language];
  byId("product-price").textContent = price(product.cents);
  byId("product-rating").append(make("star-rating", { value: String(product.stars) }));
  byId("product-picture").src = `/demo/${product.id}.svg`;
  byId("delivery").srcdoc = `<meta name="color-scheme" content="light dark"><p style="font: 1rem system-ui">${word("delivery.text")}</p>`;
  drawSun(byId("sun").getContext("2d"));
  onSubmit("buy", (data) => {
    addToBasket(product.id, Number(data.get("quantity")));
    showBasketCount();
    byId("added").textContent = word("product.added");
  });
}

function drawSun(canvas) {
  canvas.fillStyle = "#e3a72f";
  for (let hour = 0; hour < 24; hour += 1) {
    const height = Math.max(0, Math.sin(((hour - 6) / 12) * Math.PI)) * 50;
    canvas.fillRect(hour * 10, 58 - height, 7, height + 2);
  }
}
