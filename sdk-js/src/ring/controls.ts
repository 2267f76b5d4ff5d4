/** What a role makes of an element, whatever its tag; as `outline/what.rs` says it on the server. */
const PRESSED = "link button tab menuitem".split(" ");
const SET = "checkbox switch menuitemcheckbox radio menuitemradio textbox searchbox combobox spinbutton listbox option slider".split(" ");
const PRESSED_TAGS = /^(?:a|area|button|summary)$/;
const SET_TAGS = /^(?:input|textarea|select|option|optgroup|datalist|video|audio)$/;
const PRESSED_INPUTS = /^(?:button|submit|reset|image)$/i;
const CLIMB = 12;

/** Whether one presses this element; undefined if it is no control at all. */
function isPressed(element: Element): boolean | undefined {
  const role = element.getAttribute("role") ?? "";
  const tag = element.localName;
  if (PRESSED.includes(role)) return true;
  if (SET.includes(role)) return false;
  if (tag === "input") return PRESSED_INPUTS.test(element.getAttribute("type") ?? "");
  return PRESSED_TAGS.test(tag) || (SET_TAGS.test(tag) ? false : undefined);
}

/** What was meant by a click on this element: the nearest control around it, else the element itself. */
export function meantBy(clicked: Element): { on: Element; isControl: boolean } {
  let element: Element | null = clicked;
  for (let step = 0; element && step < CLIMB; step += 1) {
    const pressed = isPressed(element);
    if (pressed !== undefined) return { on: element, isControl: pressed };
    element = element.parentElement;
  }
  return { on: clicked, isControl: false };
}
