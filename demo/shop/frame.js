import { basketCount } from "./basket.js";
import { make, onClick } from "./dom.js";
import { recall } from "./keep.js";
import { chooseLanguage, language, word } from "./words.js";

/** Draws what every page has in common: header and footer. */
export function drawFrame() {
  document.documentElement.lang = language;
  document.title = `${word(`title.${document.body.dataset.page}`)} · Jardin Clair`;
  document.body.prepend(make("a", { class: "skip", href: "#main" }, word("skip")), header());
  document.body.append(footer());
  onClick("language-en", () => chooseLanguage("en"));
  onClick("language-fr", () => chooseLanguage("fr"));
  onClick("report-error", () => {
    throw new Error("the error that this link is for");
  });
}

/** Writes the number of things in the basket into the header. */
export function showBasketCount() {
  document.getElementById("basket-count").textContent = String(basketCount());
}

function header() {
  const name = recall("customer", {}).name;
  return make(
    "header",
    { class: "top" },
    make("a", { class: "brand", href: "/demo/" }, "Jardin Clair"),
    searchForm(),
    make(
      "nav",
      { "aria-label": word("nav") },
      make("a", { id: "account-link", href: name ? "/demo/account/profile" : "/demo/sign-in" }, name ? word("hello", { name }) : word("signIn")),
      make("a", { id: "basket-link", href: "/demo/address" }, word("basket"), " (", make("span", { id: "basket-count" }, String(basketCount())), ")"),
    ),
  );
}

function searchForm() {
  return make(
    "form",
    { class: "search", role: "search", action: "/demo/search" },
    make("input", { id: "search", type: "search", name: "q", "aria-label": word("search"), placeholder: word("search.hint"), autocomplete: "off" }),
    make("button", { id: "search-button" }, word("search")),
  );
}

function footer() {
  return make(
    "footer",
    { class: "bottom" },
    make("p", {}, word("about")),
    make(
      "ul",
      { class: "links" },
      make("li", {}, make("button", { id: "privacy-choices", type: "button", class: "link" }, word("consent.reopen"))),
      make("li", {}, make("button", { id: "report-error", type: "button", class: "link" }, word("reportError"))),
      make("li", {}, languageButton("en", "English"), " / ", languageButton("fr", "Français")),
    ),
    make("p", { class: "revoir" }, "Revoir · ", make("span", { id: "revoir-status" }), " · ", make("a", { href: "/" }, word("console"))),
  );
}

function languageButton(code, name) {
  return make("button", { id: `language-${code}`, type: "button", class: "link", lang: code, "aria-pressed": String(code === language) }, name);
}
