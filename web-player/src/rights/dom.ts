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

/** Makes a button. `of` says what it is about, to whoever does not see where it stands. */
export function button(text: string, act: () => void, kind?: "first" | "plain", of?: string): HTMLButtonElement {
  const made = make("button", text, { type: "button" });
  if (kind !== undefined) made.className = kind;
  if (of !== undefined) made.setAttribute("aria-label", `${text} (${of})`);
  made.addEventListener("click", act);
  return made;
}
