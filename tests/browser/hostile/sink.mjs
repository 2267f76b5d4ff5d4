import { createServer } from "node:http";

/** Every other host there is: notes each connection and each request, and answers so that more may follow. */
export async function startSink() {
  const requests = [];
  let connections = 0;
  const server = createServer(({ method, headers, url }, answer) => {
    requests.push({ name: String(headers.host).split(".")[0], line: `${method} ${headers.host}${url}` });
    answer.writeHead(200, { "access-control-allow-origin": "*", "content-type": typeOf(url) });
    answer.end();
  });
  server.on("connection", (socket) => {
    connections += 1;
    socket.on("error", () => {});
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));

  return {
    port: server.address().port,
    requests,
    connections: () => connections,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

const TYPES = { css: "text/css", js: "text/javascript", png: "image/png", svg: "image/svg+xml", html: "text/html" };

function typeOf(url) {
  return TYPES[url.split(".").pop()] ?? "text/plain";
}
