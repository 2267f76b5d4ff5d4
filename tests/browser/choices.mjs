import { createServer, request as send } from "node:http";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const DIST = join(import.meta.dirname, "../../sdk-js/dist");
const MODULES = join(import.meta.dirname, "node_modules");

/** A page before the real server, which answers all of `/v1/`. Keeps every request. */
export async function startChoices(target) {
  const requests = [];
  const site = { page: "" };
  const server = createServer(async (incoming, outgoing) => {
    const body = Buffer.concat(await incoming.toArray().catch(() => []));
    const path = incoming.url;
    requests.push({ method: incoming.method, path, headers: incoming.headers, body: body.toString() });
    const say = (type, content, headers = {}) => outgoing.writeHead(200, { "content-type": type, ...headers }).end(content);
    try {
      if (path === "/favicon.ico") return outgoing.writeHead(204).end();
      if (path.startsWith("/sdk/")) return say(path.endsWith(".wasm") ? "application/wasm" : "text/javascript", readFileSync(join(DIST, path.slice(5))));
      const [file] = path.split("?");
      if (file.startsWith("/npm/")) return say(file.endsWith(".css") ? "text/css" : "text/javascript; charset=utf-8", readFileSync(join(MODULES, file.slice(5))));
      if (path === "/" || path.startsWith("/page")) return say("text/html", site.page, site.policy && { "content-security-policy": site.policy });
    } catch {
      return outgoing.writeHead(404).end();
    }
    const onward = send(target + path, { method: incoming.method, headers: incoming.headers }, (answer) => {
      outgoing.writeHead(answer.statusCode, answer.rawHeaders);
      answer.pipe(outgoing);
    });
    onward.on("error", () => outgoing.destroy());
    onward.end(body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return Object.assign(site, {
    url: `http://127.0.0.1:${server.address().port}`,
    requests,
    /** What the SDK asked for beyond its loader. */
    asked: () => requests.filter(({ path }) => /^\/(?:sdk|v1)\//.test(path) && !/^\/sdk\/revoir[^/]*\.js$/.test(path)).map(({ method, path }) => `${method} ${path.replace(/-[0-9a-f]{12}/, "")}`),
    proofs: () => requests.filter(({ path }) => path === "/v1/proofs").map(({ body }) => JSON.parse(body)),
    stop() {
      server.closeAllConnections();
      server.close();
    },
  });
}
