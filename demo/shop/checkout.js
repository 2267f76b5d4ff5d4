import { addToBasket, basketLines, basketTotal, emptyBasket } from "./basket.js";
import { byId, make, onSubmit } from "./dom.js";
import { showBasketCount } from "./frame.js";
import { keep, recall } from "./keep.js";
import { language, price, word } from "./words.js";

/**
 * Shows the basket and asks where to send it.
 * The coupon button is left without a handler: the friction that a recording should show.
 */
export function showAddress() {
  drawBasket();
  onSubmit("address", (data) => {
    keep("order", Object.fromEntries(data));
    location.assign("/demo/payment");
  });
}

function drawBasket() {
  const lines = basketLines();
  byId("basket-empty").hidden = lines.length > 0;
  byId("basket").replaceChildren(...lines.map(basketLine));
  byId("total").textContent = price(basketTotal());
  showBasketCount();
}

function basketLine({ product, quantity }) {
  const name = product.name[language];
  const remove = make("button", { type: "button", class: "link", "aria-label": word("basket.removeOne", { name }) }, word("basket.remove"));
  remove.addEventListener("click", () => {
    addToBasket(product.id, -quantity);
    drawBasket();
  });
  return make("li", {}, make("span", {}, `${quantity} × ${name}`), make("span", {}, price(quantity * product.cents), " "), remove);
}

/** Asks how to pay, and pays nobody. */
export function showPayment() {
  byId("total").textContent = price(basketTotal());
  showFieldsOf("card");
  for (const choice of document.querySelectorAll("input[name=means]")) {
    choice.addEventListener("change", () => showFieldsOf(choice.value));
  }
  onSubmit("payment", () => location.assign("/demo/order"));
}

function showFieldsOf(means) {
  byId("card-fields").hidden = means !== "card";
  byId("card-fields").disabled = means !== "card";
  byId("debit-fields").hidden = means !== "debit";
  byId("debit-fields").disabled = means !== "debit";
}

/** Confirms the order and repeats the address, as shops do. */
export function showOrder() {
  const order = recall("order", {});
  byId("order-thanks").textContent = word("order.thanks", { name: order.name ?? "" });
  byId("order-total").textContent = price(basketTotal());
  byId("order-lines").append(...basketLines().map(({ product, quantity }) => make("li", {}, `${quantity} × ${product.name[language]}`)));
  byId("order-address").append(...[order.name, order.street, `${order.postcode ?? ""} ${order.city ?? ""}`, order.email].map((line) => make("p", {}, line ?? "")));
  emptyBasket();
  showBasketCount();
}
