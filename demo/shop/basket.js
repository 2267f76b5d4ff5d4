import { keep, recall } from "./keep.js";
import { findProduct } from "./products.js";

/** The basket's lines: a product and how many of it. */
export function basketLines() {
  return Object.entries(recall("basket", {}))
    .map(([id, quantity]) => ({ product: findProduct(id), quantity }))
    .filter((line) => line.product !== undefined);
}

/** Adds `quantity` of a product; a sum of nothing takes the line out. */
export function addToBasket(id, quantity) {
  const basket = recall("basket", {});
  const sum = (basket[id] ?? 0) + quantity;
  if (sum > 0) basket[id] = sum;
  else delete basket[id];
  keep("basket", basket);
}

/** Takes everything out. */
export function emptyBasket() {
  keep("basket", {});
}

/** How many things are in the basket. */
export function basketCount() {
  return basketLines().reduce((sum, line) => sum + line.quantity, 0);
}

/** What they cost, in cents. */
export function basketTotal() {
  return basketLines().reduce((sum, line) => sum + line.quantity * line.product.cents, 0);
}
