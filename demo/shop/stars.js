/** `<star-rating value="4.5">`: a rating out of five, drawn in a shadow tree. */
class StarRating extends HTMLElement {
  connectedCallback() {
    const value = Number(this.getAttribute("value"));
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    const style = document.createElement("style");
    style.textContent = ".full { color: light-dark(#a3520b, #e3a72f) } .rest { color: light-dark(#cfc6b4, #5a6151) } .value { margin-inline-start: .4em }";
    root.replaceChildren(style, part("full", "★".repeat(Math.round(value))), part("rest", "★".repeat(5 - Math.round(value))), part("value", `${value} / 5`));
    root.querySelector(".full").ariaHidden = "true";
    root.querySelector(".rest").ariaHidden = "true";
  }
}

function part(name, text) {
  const span = document.createElement("span");
  span.className = name;
  span.textContent = text;
  return span;
}

customElements.define("star-rating", StarRating);
