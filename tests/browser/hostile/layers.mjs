import { createServer } from "node:http";

/**
 * Puts our server behind a front that takes protections of the player away and serves the recordings as they are.
 *
 * - Without `policy`, `/player/` has no Content-Security-Policy, and hence the document that inherits it none.
 * - Without `sandbox`, neither the player nor rrweb may write a `sandbox` attribute; rrweb, which would then refuse
 *   to replay, is told that it stands there.
 */
export async function startFront(revoir, { policy, sandbox, recordings }) {
  const asked = [];
  const server = createServer(async (request, answer) => {
    asked.push(request.url);
    const recording = recordings?.get(request.url);
    if (recording !== undefined) return send(answer, 200, { "content-type": "application/json" }, recording);
    const got = await forward(revoir, request);
    const headers = Object.fromEntries([...got.headers].filter(([name]) => !HOPS.includes(name)));
    const cookies = got.headers.getSetCookie();
    if (cookies.length > 0) headers["set-cookie"] = cookies;
    if (!policy && request.url.startsWith("/player/")) delete headers["content-security-policy"];
    const body = Buffer.from(await got.arrayBuffer());
    const script = !sandbox && /^\/player\/.*\.js$/.test(request.url);
    send(answer, got.status, headers, script ? `${WITHOUT_SANDBOX}\n${body}` : body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));

  return {
    url: `http://127.0.0.1:${server.address().port}`,
    asked,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

const HOPS = ["connection", "transfer-encoding", "content-length", "content-encoding", "set-cookie", "keep-alive"];

async function forward(revoir, request) {
  const chunks = await request.toArray();
  const { connection, host, "content-length": length, "accept-encoding": encoding, ...headers } = request.headers;
  // Our server takes a change only from its own pages.
  if (headers.origin !== undefined) headers.origin = revoir;
  const body = chunks.length > 0 ? Buffer.concat(chunks) : undefined;
  return fetch(revoir + request.url, { method: request.method, headers, body, redirect: "manual" });
}

function send(answer, status, headers, body) {
  answer.writeHead(status, headers);
  answer.end(body);
}

const WITHOUT_SANDBOX = `(() => {
  const write = Element.prototype.setAttribute;
  Element.prototype.setAttribute = function (name, value) {
    if (this.localName !== "iframe" || name !== "sandbox") write.call(this, name, value);
  };
  Object.defineProperty(HTMLIFrameElement.prototype, "sandbox", { get: () => ["allow-same-origin"] });
})();`;
