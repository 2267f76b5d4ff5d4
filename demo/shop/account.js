import { byId, onSubmit } from "./dom.js";
import { keep, recall } from "./keep.js";
import { startPasswordToggle } from "./sign-in.js";
import { word } from "./words.js";

const TABS = ["profile", "orders", "settings"];

/** Shows the account, whose three tabs change the address without loading a page. */
export function showAccount() {
  for (const tab of TABS) {
    byId(`tab-${tab}`).addEventListener("click", (event) => {
      event.preventDefault();
      history.pushState(undefined, "", event.currentTarget.href);
      showTab();
    });
  }
  window.addEventListener("popstate", showTab);
  fillProfile();
  startSettings();
  showTab();
}

function showTab() {
  const name = location.pathname.split("/").at(-1);
  const shown = TABS.includes(name) ? name : "profile";
  for (const tab of TABS) {
    byId(tab).hidden = tab !== shown;
    if (tab === shown) byId(`tab-${tab}`).setAttribute("aria-current", "page");
    else byId(`tab-${tab}`).removeAttribute("aria-current");
  }
}

function fillProfile() {
  const customer = recall("customer", {});
  const order = recall("order", {});
  byId("profile-name").textContent = order.name ?? customer.name ?? "–";
  byId("profile-email").textContent = customer.email ?? "–";
  byId("profile-city").textContent = order.city ?? "–";
  byId("last-order").textContent = order.name === undefined ? word("orders.none") : word("orders.last", { name: order.name });
}

function startSettings() {
  startPasswordToggle("settings-password", "settings-show-password");
  byId("settings-token").value = crypto.randomUUID();
  onSubmit("settings-form", (data) => {
    const name = String(data.get("name"));
    if (name !== "") keep("customer", { ...recall("customer", {}), name });
    byId("saved").textContent = word("settings.saved");
  });
}
