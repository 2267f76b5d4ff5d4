/** Makes an element with a text or with others in it. Never markup. */
export function make<K extends keyof HTMLElementTagNameMap>(
  name: K,
  content: string | readonly (Node | string | undefined)[] = [],
  attributes: Record<string, string> = {},
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  const parts = typeof content === "string" ? [content] : content;
  element.append(...parts.filter((part) => part !== undefined));
  return element;
}

/** Makes a button. */
export function button(text: string, act: () => void, kind?: "first" | "plain"): HTMLButtonElement {
  const made = make("button", text, kind === undefined ? { type: "button" } : { type: "button", class: kind });
  made.addEventListener("click", act);
  return made;
}
