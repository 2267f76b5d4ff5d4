import { execFileSync, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const READY_MS = 180_000;
const STOP_MS = 30_000;
const ROOT = join(import.meta.dirname, "../..");

/** Starts `revoir demo` on fresh data and a free port, and waits until it says that it is ready. */
export async function startServer() {
  const binary = findBinary();
  const data = freshDirectory();
  const environment = { ...cleanEnvironment(), REVOIR_DATA: data, REVOIR_PORT: String(await freePort()) };
  const child = spawn(binary, ["demo"], { env: environment, stdio: ["ignore", "pipe", "pipe"] });
  const output = collectOutput(child);
  const exited = new Promise((resolve) => child.once("exit", resolve));
  const abandon = () => {
    child.kill("SIGKILL");
    killPostgres(data);
    rmSync(data, { recursive: true, force: true });
  };
  process.once("exit", abandon);

  return {
    url: await waitUntilReady(child, output),
    data,
    logs: () => Buffer.concat(output),
    command: (...words) => runCommand(words, environment),
    /** Stops the server in order and answers its exit code; the data stay until `remove`. */
    async stop() {
      child.kill("SIGINT");
      return Promise.race([exited, failAfter(STOP_MS, "the server did not stop on SIGINT")]);
    },
    /** Ends what still runs and removes the data. */
    remove() {
      process.off("exit", abandon);
      abandon();
    },
  };
}

/** Finds the directory of the private Postgres' socket. */
export function findSocketDirectory(data) {
  const socket = readdirSync(data, { recursive: true }).find((path) => /\.s\.PGSQL\.\d+$/.test(path));
  if (socket === undefined) throw new Error(`no Postgres socket under ${data}`);
  return join(data, socket, "..");
}

/** Finds `pg_dump`, preferring the newest of Debian's versions. */
export function findPgDump() {
  return findProgram("pg_dump");
}

/** Changes or asks the database as its superuser, which nobody may over HTTP; answers the rows. */
export function runSql(data, statement) {
  const words = ["-h", findSocketDirectory(data), "-U", "postgres", "-d", "revoir", "-qAt", "-v", "ON_ERROR_STOP=1", "-c", statement];
  return execFileSync(findProgram("psql"), words, { encoding: "utf8" }).trim();
}

function findProgram(name) {
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const found = versions.map((version) => join(debian, version, "bin", name)).find(existsSync);
  return found ?? name;
}

/** A fresh directory that the private Postgres may enter even when it runs as another user. */
export function freshDirectory() {
  const directory = mkdtempSync(join(tmpdir(), "revoir-"));
  chmodSync(directory, 0o755);
  return directory;
}

function findBinary() {
  const target = process.env.CARGO_TARGET_DIR ?? join(ROOT, "target");
  const binary = process.env.REVOIR_BIN ?? join(target, "debug/revoir");
  if (!existsSync(binary)) throw new Error(`no server at ${binary}: build it, or set REVOIR_BIN`);
  return binary;
}

function cleanEnvironment() {
  const foreign = ([name]) => name.startsWith("DATABASE_URL") || (name.startsWith("REVOIR_") && name !== "REVOIR_PG_BIN");
  return Object.fromEntries(Object.entries(process.env).filter((entry) => !foreign(entry)));
}

async function freePort() {
  const probe = createServer();
  await new Promise((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

function collectOutput(child) {
  const output = [];
  child.stdout.on("data", (bytes) => output.push(bytes));
  child.stderr.on("data", (bytes) => output.push(bytes));
  return output;
}

async function waitUntilReady(child, output) {
  const ready = new Promise((resolve, reject) => {
    child.stdout.on("data", () => {
      const line = /^Revoir is ready: (http:\/\/\S+?)\/?\s*$/m.exec(Buffer.concat(output).toString());
      if (line) resolve(line[1]);
    });
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`the server ended with ${code}:\n${Buffer.concat(output)}`)));
  });
  return Promise.race([ready, failAfter(READY_MS, "the server did not become ready")]);
}

async function runCommand(words, environment) {
  const child = spawn(findBinary(), words, { env: environment, stdio: ["ignore", "pipe", "pipe"] });
  const stdout = child.stdout.toArray();
  const stderr = child.stderr.toArray();
  const code = await new Promise((resolve) => child.once("close", resolve));
  const text = async (parts) => Buffer.concat(await parts).toString();
  return { code, stdout: await text(stdout), stderr: await text(stderr) };
}

/** Ends the Postgres of a server that was killed before it could stop it. */
function killPostgres(data) {
  if (!existsSync(data)) return;
  for (const path of readdirSync(data, { recursive: true }).filter((name) => name.endsWith("postmaster.pid"))) {
    try {
      process.kill(Number.parseInt(readFileSync(join(data, path), "utf8"), 10), "SIGQUIT");
    } catch {
      // It has ended by itself.
    }
  }
}

function failAfter(ms, message) {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error(message)), ms).unref();
  });
}

// A test runner that gives up on a file sends SIGTERM; only an orderly exit cleans up.
process.once("SIGTERM", () => process.exit(1));
process.once("SIGINT", () => process.exit(1));
