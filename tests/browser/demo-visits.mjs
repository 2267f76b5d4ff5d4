const product = (id) => `#products a[href="/demo/product/${id}"]`;
const BASKET = "#basket-link";

/** Fills the address with a person's haste; the coupon stays empty. */
async function fillAddress(hand) {
  await hand.type("#full-name", "Camille Aubry");
  await hand.type("#email", "camille@example.test");
  await hand.type("#street", "4, rue des Tilleuls");
  await hand.type("#postcode", "75020");
  await hand.type("#city", "Paris");
}

async function addToBasket(hand) {
  await hand.read(2);
  await hand.click("#add-to-basket");
  await hand.read(1);
}

/** Compares, buys at last, and meets the coupon button that does nothing. */
async function hesitate(hand) {
  await hand.read(2);
  await hand.type("#search", "pot");
  await hand.send("#search");
  await hand.read(2);
  await hand.follow(product("olive"));
  await hand.read(3);
  await hand.back();
  await hand.follow(product("pot"));
  await addToBasket(hand);
  await hand.follow(BASKET);
  await hand.type("#coupon", "SPRING10");
  await hand.click("#apply-coupon", 5);
  await hand.read(3);
  await fillAddress(hand);
  await hand.back();
  await hand.read(2);
  await hand.follow(BASKET);
  await hand.click("#apply-coupon", 4);
  await hand.read(2);
}

/** Buys on a telephone, in French, without a doubt. */
async function buyAtOnce(hand) {
  await hand.read(3);
  await hand.follow(product("lavender"));
  await addToBasket(hand);
  await hand.follow(BASKET);
  await fillAddress(hand);
  await hand.follow("#address-button");
  await hand.type("#card-name", "Camille Aubry");
  await hand.type("#card-number", "4242424242424242");
  await hand.type("#card-expiry", "1129");
  await hand.type("#card-cvv", "123");
  await hand.follow("#pay");
  await hand.read(6);
}

/** Wanders through shop and account, and buys nothing. */
async function wander(hand) {
  await hand.point(product("gloves"));
  await hand.read(2);
  await hand.follow(product("rose"));
  await hand.read(4);
  await hand.follow("#account-link");
  await hand.type("#email", "camille@example.test");
  await hand.type("#password", "unlikely words");
  await hand.follow("#sign-in-button");
  await hand.click("#tab-orders");
  await hand.read(2);
  await hand.click("#tab-settings");
  await hand.type("#settings-name", "Camille");
  await hand.choose("#settings-soil", "chalk");
  await hand.type("#settings-about", "A small yard, much shade.");
  await hand.click("#save-settings");
  await hand.read(5);
}

/** Cannot pay: the code is forgotten, the form refuses, direct debit does not please. */
async function failToPay(hand) {
  await hand.follow(product("secateurs"));
  await addToBasket(hand);
  await hand.follow(BASKET);
  await fillAddress(hand);
  await hand.follow("#address-button");
  await hand.type("#card-name", "Camille Aubry");
  await hand.type("#card-number", "4242424242424242");
  await hand.click("#pay", 3);
  await hand.read(3);
  await hand.click("#means-debit");
  await hand.read(2);
  await hand.click("#pay", 2);
  await hand.click("#means-card");
  await hand.click("#pay", 4);
  await hand.read(4);
}

/** Looks for an order in the account, and does not find it. */
async function missAnOrder(hand) {
  await hand.follow("#account-link");
  await hand.type("#email", "camille@example.test");
  await hand.type("#password", "unlikely words");
  await hand.follow("#sign-in-button");
  for (let time = 0; time < 2; time += 1) {
    await hand.click("#tab-orders");
    await hand.read(3);
    await hand.click("#tab-profile");
    await hand.read(2);
  }
  await hand.click("#tab-orders", 3);
  await hand.type("#search", "delivery");
  await hand.send("#search");
  await hand.read(4);
  await hand.follow(BASKET);
  await hand.read(4);
}

/** An error while a product is chosen; once more after a second try. */
async function breakProduct(hand) {
  await hand.read(3);
  await hand.follow(product("watering-can"));
  await addToBasket(hand);
  await hand.click("#report-error");
  await hand.read(4);
  await hand.back();
  await hand.read(2);
  await hand.follow(product("lantern"));
  await addToBasket(hand);
  await hand.click("#report-error", 2);
  await hand.read(4);
  await hand.follow(BASKET);
  await hand.read(5);
}

/** An error on the way to paying; the visitor goes on none the less. */
async function breakCheckout(hand) {
  await hand.follow(product("tomato"));
  await addToBasket(hand);
  await hand.follow(BASKET);
  await fillAddress(hand);
  await hand.click("#report-error");
  await hand.read(4);
  await hand.follow("#address-button");
  await hand.click("#report-error");
  await hand.read(5);
}

const DESK = { locale: "en-GB", viewport: { width: 1280, height: 800 } };
const TELEPHONE = { locale: "fr-FR", viewport: { width: 390, height: 780 } };

/** Who comes to the shop: the recording's name, the browser's window, and what is done there. */
export const VISITS = [
  { name: "ux-1", window: DESK, act: hesitate },
  { name: "ux-2", window: TELEPHONE, act: buyAtOnce },
  { name: "ux-3", window: DESK, act: wander },
  { name: "support-1", window: DESK, act: failToPay },
  { name: "support-2", window: DESK, act: missAnOrder },
  { name: "errors-1", window: DESK, act: breakProduct },
  { name: "errors-2", window: DESK, act: breakCheckout },
];
