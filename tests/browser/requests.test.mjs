import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { findFaults } from "./axe.mjs";
import { collectEveryone, visitAs } from "./customers.mjs";
import { open } from "./policies.mjs";
import { runServer, server } from "./running.mjs";
import { openApi, screenshot } from "./support.mjs";

const CUSTOMER = "anna-7f3c@example.org";

runServer();

const region = (page, name) => page.getByRole("region", { name, exact: true });
const rows = (page) => region(page, "What was found").locator("tbody tr");

/** Fills the form in and looks. */
async function look(page, { purpose = "support", identifier = CUSTOMER, reference = "DSR-7" } = {}) {
  await page.getByLabel("Purpose", { exact: true }).selectOption(purpose);
  await page.getByLabel("Customer’s identifier").fill(identifier);
  await page.getByLabel("Reference of the request").fill(reference);
  await page.getByRole("button", { name: "Look for recordings" }).click();
}

/** Has a letter written, and answers it in both languages. */
async function write(page, kind, named) {
  const letter = region(page, "The letter that answers");
  await letter.getByLabel("What it answers").selectOption(kind);
  await letter.getByRole("button", { name: "Write the letter" }).click();
  const texts = ["Français", "English"].map((language) => letter.getByRole("group", { name: new RegExp(`^${named}.*, ${language}$`) }));
  return Promise.all(texts.map((text) => text.innerText()));
}

test("two visits of a customer and one of somebody else are recorded", async () => {
  const version = await collectEveryone();
  for (const id of [CUSTOMER, "somebody else", CUSTOMER]) await visitAs(id, version);
});

test("an agent finds what there is, hands it over, takes a statement down, restricts, and writes each letter", async () => {
  const page = await open("agent", "/");
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.getByRole("link", { name: "Requests", exact: true }).click();
  await page.getByText("Nothing is read before it is asked for.").waitFor();
  await look(page, { identifier: " " });
  await page.getByText("Enter the customer’s identifier.").waitFor();

  await look(page);
  await page.getByText("There are 2 recordings of this customer.").waitFor();
  assert.equal(await rows(page).count(), 2);
  assert.deepEqual(await findFaults(page), []);
  const download = page.waitForEvent("download");
  await rows(page).first().getByRole("button", { name: /^Download the recording/ }).click();
  const file = await download;
  assert.match(file.suggestedFilename(), /^revoir-[0-9a-f-]{36}\.html$/);
  assert.match(readFileSync(await file.path(), "utf8"), /^<!doctype html>/i);
  await page.getByText("Downloaded: the file opens in a browser").waitFor();

  const access = await write(page, "access", "Access");
  assert.ok(access.every((text) => text.includes("DSR-7")));
  assert.notEqual(access[0], access[1]);
  await rows(page).first().getByRole("button", { name: /^Statement about/ }).click();
  await page.getByRole("dialog").getByLabel("Their statement").fill("I was on the train.");
  await page.getByRole("dialog").getByRole("button", { name: "Save the statement" }).click();
  await page.getByText("The statement stands beside the recording.").waitFor();
  await write(page, "rectification", "Rectification");

  await page.getByRole("button", { name: "Restrict all" }).click();
  await page.getByText("2 recordings are restricted: nobody watches them.").waitFor();
  await rows(page).first().getByText(/^Restricted until/).waitFor();
  await write(page, "restriction", "Restriction");
  await page.getByRole("button", { name: "Lift the restriction" }).click();
  await page.getByText("The restriction of 2 recordings is lifted.").waitFor();
  await rows(page).getByText(/^Restricted until/).first().waitFor({ state: "detached" });

  const kept = await page.evaluate(() => JSON.stringify([location.href, { ...localStorage }, { ...sessionStorage }, history.state]));
  assert.ok(![kept, ...asked].some((text) => /anna-7f3c|DSR-7/.test(decodeURIComponent(text))), "identifier or reference stands somewhere");
  await page.screenshot({ path: screenshot("requests-1280"), fullPage: true });
  await page.context().close();
});

test("a DPO erases all of a customer and of nobody else, with certificates and a letter, on a small screen too", async () => {
  const page = await open("dpo", "/requests", { width: 320, colorScheme: "dark" });
  await look(page);
  await page.getByText("There are 2 recordings of this customer.").waitFor();
  assert.deepEqual(await findFaults(page), []);
  await page.screenshot({ path: screenshot("requests-320"), fullPage: true });

  await page.getByRole("button", { name: "Erase all…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox").fill("DSR-8");
  await dialog.getByRole("button", { name: "Erase for good" }).click();
  await dialog.getByText("That is not the reference of this request.").waitFor();
  assert.deepEqual(await findFaults(page), []);
  await dialog.getByRole("textbox").fill("DSR-7");
  await dialog.getByRole("button", { name: "Erase for good" }).click();

  await page.getByText("2 recordings were erased.").waitFor();
  await page.getByText("There is no recording of this customer.").waitFor();
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download the certificates" }).click();
  const certificates = readFileSync(await (await download).path(), "utf8").trimEnd().split("\n");
  assert.equal(new Set(certificates.map((line) => JSON.parse(line).recording)).size, 2);
  const erased = await write(page, "erasure", "Erasure");
  assert.ok(erased.every((text) => text.includes("DSR-7")));
  const left = await (await openApi(server.url, "agent@demo.test")).recordingIds("support");
  const gone = certificates.map((line) => JSON.parse(line).recording);
  assert.ok(left.length > 0 && !left.some((id) => gone.includes(id)));
  await page.context().close();
});

test("where nothing links a recording to a person, the letter of article 11 says so; whoever is nobody's has that said, in French too", async () => {
  const page = await open("dpo", "/requests", { locale: "fr-FR" });
  await page.getByLabel("Finalité", { exact: true }).selectOption("ux");
  await page.getByLabel("Identifiant du client").fill(CUSTOMER);
  await page.getByLabel("Référence de la demande").fill("DSR-9");
  await page.getByRole("button", { name: "Chercher les enregistrements" }).click();
  await page.getByText("Personne ne peut être retrouvé dans cette finalité").waitFor();
  await page.getByRole("button", { name: "Rédiger la lettre" }).click();
  await page.getByRole("group", { name: /article 11.*Français/ }).getByText(/article 11/).first().waitFor();
  assert.deepEqual(await findFaults(page), []);

  await page.getByLabel("Finalité", { exact: true }).selectOption("support");
  await page.getByLabel("Identifiant du client").fill("nobody");
  await page.getByRole("button", { name: "Chercher les enregistrements" }).click();
  await page.getByText("Il n’y a aucun enregistrement de ce client.").waitFor();
  await page.getByLabel("Identifiant du client").fill("x".repeat(300));
  await page.getByRole("button", { name: "Chercher les enregistrements" }).click();
  await page.getByText("Un identifiant compte de 1 à 256 caractères.").waitFor();
  await page.context().close();
});

test("who answers no requests is told which role is needed, and has no such screen", async () => {
  const page = await open("analyst", "/requests");
  await page.getByText("You need a role that answers customers’ requests").waitFor();
  assert.equal(await page.getByRole("link", { name: "Requests", exact: true }).count(), 0);
  await page.context().close();
});
