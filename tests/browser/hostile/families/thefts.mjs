/** Scripts that, if they ran, would take what the console holds, or speak in its name. */
import { element, text } from "../events.mjs";

/** Each says what it got; what throws got nothing. */
const THEFTS = {
  "the page's cookies": "document.cookie || undefined",
  "the console's cookies": "top.document.cookie",
  "the player's cookies": "parent.parent.document.cookie",
  "the console's document": "top.document.body.innerHTML",
  "the console's storage": "top.localStorage.length",
  "storage of its own": "localStorage.length",
  "a session's storage": "sessionStorage.length",
  "a database": "indexedDB.open('x') && undefined",
  "the console's address": "top.location.href",
  "the player's address": "parent.parent.location.href",
  "a worker on our host": "navigator.serviceWorker.register('/player/replay.js') && undefined",
  "the console's history": "top.history.length",
};

const report = ({ name, run }, expression) =>
  `${run};try{const got=${expression};if(got!==undefined)console.info('hostile took: ${name} '+got)}catch{}`;

const taking = Object.entries(THEFTS).map(([what, expression]) => [
  `a script after ${what}`,
  (aim) => ({ body: [element("img", { src: "data:,", onerror: report(aim, expression) })] }),
]);

const message = (data) => `for(const one of [top,parent,parent.parent])one.postMessage(${data},'*',[new MessageChannel().port1])`;

const SPEAKING = [
  ["a script that connects to the player anew", ({ run }) => ({ body: [element("img", { src: "data:,", onerror: `${run};${message("{kind:'revoir-connect'}")}` })] })],
  ["a script that tells the console that it is ready", ({ run }) => ({ body: [element("img", { src: "data:,", onerror: `${run};${message("{kind:'ready'}")}` })] })],
  ["a script that asks the API", ({ run, own, name }) => ({
    body: [element("img", { src: "data:,", onerror: `${run};fetch('${own}/api/session',{credentials:'include'}).then(a=>a.text()).then(t=>console.info('hostile took: ${name} '+t)).catch(()=>{})` })],
  })],
  ["a script that ends the session", ({ run, own }) => ({
    body: [element("img", { src: "data:,", onerror: `${run};fetch('${own}/api/session',{method:'DELETE',credentials:'include',mode:'no-cors'}).catch(()=>{});navigator.sendBeacon('${own}/api/session','{}')` })],
  })],
  ["a script that leads the console away", ({ run, url }) => ({
    body: [element("img", { src: "data:,", onerror: `${run};if(!self.once){self.once=1;try{top.location='${url("away")}'}catch{};try{open('${url("window")}')}catch{};try{parent.parent.location='${url("middle")}'}catch{}}` })],
  })],
  ["a script that asks, warns and prints", ({ run }) => ({
    body: [element("img", { src: "data:,", onerror: `${run};try{alert(1);confirm(1);prompt(1);print()}catch{}` })],
  })],
  ["a script that starts a worker", ({ run }) => ({
    body: [element("img", { src: "data:,", onerror: `${run};try{new Worker(URL.createObjectURL(new Blob(["${run}"])))}catch{}` })],
  })],
  ["a script of our own host in the page", ({ own }) => ({
    body: ["/sdk/revoir.js", "/player/relay.js", "/player/replay.js"].map((path) => element("SCRIPT", { src: own + path, "data-site": "demo" }, [text("")])),
  }), "our scripts do nothing there"],
];

export const THEFT_CASES = [...taking, ...SPEAKING];
