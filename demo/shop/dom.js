/** Makes an element; `true` sets an empty attribute, `false` and `undefined` set none. */
export function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

/** Finds the element with this id. */
export function byId(id) {
  return document.getElementById(id);
}

/** Calls `act` when the element with this id is clicked. */
export function onClick(id, act) {
  byId(id).addEventListener("click", act);
}

/** Calls `act` with the form's data instead of sending it anywhere. */
export function onSubmit(id, act) {
  byId(id).addEventListener("submit", (event) => {
    event.preventDefault();
    act(new FormData(event.currentTarget));
  });
}
