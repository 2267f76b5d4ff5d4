/** The page of the measurement: 5,000 nodes, some style, and what a visitor and the page itself do for ten seconds. */

const WORDS = "garden roses in the evening light and a bench beneath some very old trees where nobody has been for years".split(" ");
const ROWS = 357;
const RULES = 300;

const words = (seed, count) => Array.from({ length: count }, (_, at) => WORDS[(seed * 7 + at * 3) % WORDS.length]).join(" ");

/** The page's markup, with `head` in it. */
export function pageOf(head) {
  const row = (at) => `<div class="row r${at % 9}" data-id="${at}"><i class="name"><a href="/item/${at}">${words(at, 3)}</a></i>
    <i class="text"><span>${words(at + 1, 9)}</span></i><i><b>${at * 37}</b></i></div>`;
  const rule = (at) => `.r${at % 9} .x${at} > span, .y${at} { color: hsl(${at} 50% 40%); padding: ${at % 9}px ${at % 7}px; transition: color .2s }`;
  const style = Array.from({ length: RULES }, (_, at) => rule(at)).join("\n");
  const rows = Array.from({ length: ROWS }, (_, at) => row(at)).join("");
  return `<!doctype html><head><title>Garden</title>${head}<style>body { font: 14px sans-serif } .row { height: 20px; contain: strict } .row.on { background: #ffe } ${style}</style></head>
    <body><form id="form"><input id="name"><textarea id="text"></textarea><button type="button" id="press">Press</button></form>
    <main id="rows">${rows}</main><script>window.play = ${play}</script></body>`;
}

/** In the page: ten seconds, the same each time. */
function play() {
  const at = (id) => document.getElementById(id);
  const rows = [...at("rows").children];
  const mouse = (type, target, x, y) => target.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true, clientX: x, clientY: y }));
  const press = (target) => {
    for (const type of ["pointerdown", "mousedown", "pointerup", "mouseup", "click"]) mouse(type, target, 50, 50);
  };
  const steps = {
    move: (turn) => mouse("mousemove", rows[turn % rows.length], (turn * 13) % 900, (turn * 7) % 600),
    scroll: (turn) => turn % 4 === 0 && window.scrollTo(0, (turn * 40) % 6_000),
    type: (turn) => {
      if (turn % 5 > 0) return;
      const field = turn % 10 > 0 ? at("name") : at("text");
      field.value = `${field.value.slice(-40)}${"abcdefgh"[turn % 8]}`;
      field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    },
    click: (turn) => turn % 20 === 0 && press(turn % 40 > 0 ? at("press") : rows[turn % rows.length].firstChild.firstChild),
    texts: (turn) => {
      for (let n = 0; n < 6; n += 1) rows[(turn * 11 + n) % rows.length].lastChild.firstChild.textContent = String(turn * 31 + n);
    },
    classes: (turn) => {
      for (let n = 0; n < 6; n += 1) rows[(turn * 5 + n) % rows.length].classList.toggle("on");
    },
    nodes: (turn) => {
      if (turn % 10 > 0) return;
      const made = rows[turn % rows.length].cloneNode(true);
      at("rows").append(made);
      if (at("rows").children.length > rows.length + 10) at("rows").lastChild.previousSibling.remove();
    },
    style: (turn) => void (turn % 8 === 0 && (rows[turn % 50].style.paddingLeft = `${turn % 20}px`)),
  };
  return new Promise((resolve) => {
    let turn = 0;
    addEventListener("click", (event) => event.preventDefault());
    const timer = setInterval(() => {
      for (const step of Object.values(steps)) step(turn);
      turn += 1;
      if (turn === 100) resolve(clearInterval(timer));
    }, 100);
  });
}
