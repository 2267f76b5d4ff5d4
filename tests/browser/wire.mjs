import { execFileSync } from "node:child_process";
import { createServer, request as send } from "node:http";
import { gunzipSync } from "node:zlib";

const LOADER = "/sdk/revoir.js";

/**
 * Stands between browser and server and keeps every request with all its bytes.
 *
 * A browser's own records lack bodies made of blobs and requests sent while a page goes. It may serve another SDK than
 * the server's: its files, by name.
 */
export async function startWire(target, sdk = {}) {
  const requests = [];
  const server = createServer(async (incoming, outgoing) => {
    const body = Buffer.concat(await incoming.toArray().catch(() => []));
    const kept = { method: incoming.method, path: incoming.url, headers: incoming.rawHeaders, body, at: Date.now() };
    requests.push(kept);
    const file = sdk[incoming.url.replace("/sdk/", "")];
    if (file !== undefined) return outgoing.writeHead(200, { "content-type": "text/javascript" }).end(file);
    pass(target, incoming, body, outgoing, kept);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));

  return {
    url: `http://127.0.0.1:${server.address().port}`,
    requests,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function pass(target, incoming, body, outgoing, kept) {
  const onward = send(target + incoming.url, { method: incoming.method, headers: incoming.headers }, (answer) => {
    kept.status = answer.statusCode;
    outgoing.writeHead(answer.statusCode, answer.rawHeaders);
    answer.pipe(outgoing);
  });
  onward.on("error", () => outgoing.destroy());
  onward.end(body);
}

/** The requests that the SDK made: neither the page's own files nor the loader, which the page asks for. */
export function sdkRequests(wire) {
  return wire.requests.filter(({ path }) => !path.startsWith("/demo/") && path !== LOADER && path !== "/favicon.ico");
}

/** The requests that ask for a grant, as the server read them. */
export function grantRequests(wire) {
  return wire.requests.filter(isPostTo("/v1/grants")).map(({ body }) => JSON.parse(body));
}

/** The batches that were sent: grant, sequence, bytes and events. */
export function batches(wire) {
  return wire.requests.filter(isPostTo("/v1/batches")).map(readBatch);
}

function isPostTo(wanted) {
  return ({ method, path }) => method === "POST" && path.split("?")[0] === wanted;
}

function readBatch({ body, status, at }) {
  const end = body.indexOf("\n");
  const { grant, seq, coding } = JSON.parse(body.subarray(0, end));
  const bytes = body.subarray(end + 1);
  return { grant, seq, bytes, status, at, plain: decode(coding, bytes) };
}

function decode(coding, bytes) {
  if (coding === "gzip") return gunzipSync(bytes);
  return coding === "zstd" ? execFileSync("zstd", ["-dc"], { input: bytes }) : bytes;
}

/** Everything that a request says, as bytes; a batch also inflated. */
export function bytesOf(request) {
  const head = Buffer.from(`${request.method} ${request.path}\n${request.headers.join("\n")}\n`);
  const isBatch = isPostTo("/v1/batches")(request);
  return Buffer.concat([head, request.body, Buffer.from("\n"), isBatch ? readBatch(request).plain : Buffer.alloc(0)]);
}
