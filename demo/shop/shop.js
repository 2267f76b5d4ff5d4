import { showAccount } from "./account.js";
import { showAddress, showOrder, showPayment } from "./checkout.js";
import { startConsent } from "./consent.js";
import { drawFrame } from "./frame.js";
import { showHome, showProduct, showSearch } from "./catalogue.js";
import { showSignIn } from "./sign-in.js";
import { startStatus } from "./status.js";
import { fillWords } from "./words.js";

const PAGES = {
  home: showHome,
  search: showSearch,
  product: showProduct,
  signIn: showSignIn,
  address: showAddress,
  payment: showPayment,
  order: showOrder,
  account: showAccount,
};

drawFrame();
fillWords(document.body);
PAGES[document.body.dataset.page]();
startConsent();
startStatus();
