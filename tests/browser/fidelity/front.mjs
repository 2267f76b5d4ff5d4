import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { freshDirectory } from "../server.mjs";
import { eventually } from "../support.mjs";

const WIKI = "/usr/share/dokuwiki";
const WIKI_CONFIGURATION = "/etc/dokuwiki";
const MANUAL = "/usr/share/doc/python3.11/html";
const TYPES = { html: "text/html", css: "text/css", js: "text/javascript", png: "image/png", svg: "image/svg+xml" };

/** What is missing on this machine, as words for apt-get. */
export function missingPackages() {
  const needed = [[WIKI, "php8.2-cgi php8.2-cli dokuwiki"], [MANUAL, "python3.11-doc"]];
  return needed.filter(([path]) => !existsSync(path)).map(([, names]) => names).join(" ");
}

/** Serves what `answer` makes of a request, with the snippet in each page. */
async function startFront(head, answer) {
  const server = createServer(async (request, response) => {
    const { status = 200, headers = {}, body } = await answer(request);
    const isPage = String(headers["content-type"]).startsWith("text/html");
    response.writeHead(status, headers);
    response.end(isPage ? String(body).replace("</head>", `${head}</head>`) : body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** The Python manual, which Sphinx made: pages with scripts, as they lie on the disk. */
export function startManual(head) {
  return startFront(head, ({ url }) => {
    const path = join(MANUAL, decodeURIComponent(new URL(url, "http://x").pathname));
    if (!path.startsWith(MANUAL) || !existsSync(path) || !statSync(path).isFile()) return { status: 404, body: "" };
    return { headers: { "content-type": TYPES[path.split(".").pop()] ?? "text/plain" }, body: readFileSync(path) };
  });
}

/** DokuWiki, on a copy of what the package installed, in PHP's own server. */
export async function startWiki(head) {
  const home = copyWiki();
  const php = spawn("php", ["-S", "127.0.0.1:0", "-t", home], { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  php.stderr.on("data", (bytes) => (said += bytes));
  const address = await eventually("PHP listens", () => /\((http:\/\/[\d.:]+)\)/.exec(said)?.[1]);
  const front = await startFront(head, (request) => forward(address, request));
  return {
    ...front,
    stop() {
      front.stop();
      php.kill();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

function copyWiki() {
  const home = freshDirectory();
  cpSync(WIKI, home, { recursive: true, dereference: true });
  cpSync(WIKI_CONFIGURATION, join(home, "conf"), { recursive: true, dereference: true, filter: (path) => !path.includes("auth.php") });
  for (const name of ["attic", "cache", "index", "locks", "log", "media", "media_attic", "media_meta", "meta", "pages", "tmp"]) {
    mkdirSync(join(home, "data", name), { recursive: true });
  }
  const preload = join(home, "inc/preload.php");
  writeFileSync(preload, readFileSync(preload, "utf8").replaceAll(`'${WIKI_CONFIGURATION}/`, `'${home}/conf/`));
  writeFileSync(join(home, "conf/local.php"), `<?php $conf['title'] = 'Wiki'; $conf['savedir'] = '${home}/data'; $conf['useacl'] = 0;`);
  return home;
}

async function forward(address, request) {
  const { connection, host, "accept-encoding": encoding, "content-length": length, ...headers } = request.headers;
  const chunks = await request.toArray();
  const body = chunks.length > 0 ? Buffer.concat(chunks) : undefined;
  const ask = () => fetch(address + request.url, { method: request.method, headers: { ...headers, "x-forwarded-host": host }, body, redirect: "manual" });
  // PHP closes connections that it had kept open.
  const got = await ask().catch(ask);
  const own = ([name]) => !["content-length", "content-encoding", "connection", "transfer-encoding"].includes(name);
  const answered = Object.fromEntries([...got.headers].filter(own));
  if (answered.location) answered.location = answered.location.replace(address, "");
  return { status: got.status, headers: { ...answered, "set-cookie": got.headers.getSetCookie() }, body: Buffer.from(await got.arrayBuffer()) };
}
