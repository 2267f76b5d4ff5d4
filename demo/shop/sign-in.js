import { byId, onSubmit } from "./dom.js";
import { keep } from "./keep.js";

/** Lets anyone in: this shop has no accounts, only the look of them. */
export function showSignIn() {
  startPasswordToggle("password", "show-password");
  onSubmit("sign-in", (data) => {
    const email = String(data.get("email"));
    keep("customer", { email, name: email.split("@")[0] });
    location.assign("/demo/account/profile");
  });
}

/** Shows a password in clear while its box is ticked. */
export function startPasswordToggle(passwordId, toggleId) {
  byId(toggleId).addEventListener("change", (event) => {
    byId(passwordId).type = event.currentTarget.checked ? "text" : "password";
  });
}
