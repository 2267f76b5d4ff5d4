import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { deflateSync, crc32 } from "node:zlib";
import { findFaults } from "./axe.mjs";
import { open, review, saved } from "./policies.mjs";
import { runServer, server } from "./running.mjs";
import { screenshot } from "./support.mjs";

runServer();

const region = (page, name) => page.getByRole("region", { name, exact: true });
const processes = (page) => region(page, "Proof of process");

/** A chunk of a PNG. */
function chunk(kind, data) {
  const body = Buffer.concat([Buffer.from(kind), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** A picture of one point. */
const PICTURE = Buffer.concat([
  Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
  chunk("IHDR", Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 6, 0, 0, 0])),
  chunk("IDAT", deflateSync(Buffer.alloc(5))),
  chunk("IEND", Buffer.alloc(0)),
]);

test("a DPO reads each part in both languages, copies one, and takes the proofs of consent out", async () => {
  const page = await open("dpo", "/register");
  await page.getByRole("link", { name: "Texts for visitors, how they are asked, proofs of consent" }).click();
  await page.getByRole("heading", { level: 1, name: "Texts of Demo shop" }).waitFor();
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"], { origin: server.url });
  const told = await (await fetch(`${server.url}/v1/sites/demo/texts`)).json();

  const first = region(page, "First level").getByRole("group", { name: "First level, Français" });
  await first.getByText(told.texts.fr.replay).waitFor();
  const second = await region(page, "Second level").getByRole("group", { name: "Second level, English" }).innerText();
  for (const detail of told.texts.en.purposes.ux.details) assert.ok(second.includes(detail), detail);
  assert.ok(!second.includes(told.texts.en.replay), "what stands on the first level is not said twice");
  await page.getByRole("button", { name: "Copy: First level, English" }).click();
  await page.getByText("Copied.").waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(copied, `${told.texts.en.title}\n\n${told.texts.en.intro}\n\n${told.texts.en.replay}\n`);
  const privacy = await region(page, "For your privacy policy").getByRole("group", { name: /English/ }).innerText();
  assert.match(privacy, /localStorage|sessionStorage|storage/i);

  await region(page, "Versions").getByRole("row", { name: /Version 1 in force .* The first/ }).waitFor();
  const download = page.waitForEvent("download");
  await region(page, "Proofs of consent").getByRole("link", { name: "Take the proofs out" }).click();
  const proofs = JSON.parse(readFileSync(await (await download).path(), "utf8"));
  assert.ok(Object.keys(proofs).length > 0);
  await page.context().close();
});

test("how visitors are asked is filed as a picture and as text, refused where it is neither, and downloaded as it was", async () => {
  const page = await open("dpo", "/texts");
  await processes(page).getByText(/^Nothing was filed yet/).waitFor();
  await processes(page).getByText(/at most 256 KiB.*at most 1 MiB/).waitFor();
  const file = processes(page).getByLabel("A file", { exact: true });
  const submit = () => processes(page).getByRole("button", { name: "File it" }).click();

  await submit();
  await processes(page).getByText("Choose a file that is not empty, or paste a configuration.").waitFor();
  await file.setInputFiles({ name: "banner.gif", mimeType: "image/gif", buffer: PICTURE });
  await processes(page).getByText("This is neither text nor a PNG or WebP picture.").waitFor();
  await file.setInputFiles({ name: "large.json", mimeType: "application/json", buffer: Buffer.alloc(256 * 1024 + 1, 32) });
  await processes(page).getByText("This configuration has more than 256 KiB.").waitFor();
  await file.setInputFiles({ name: "cut.png", mimeType: "image/png", buffer: PICTURE.subarray(0, 40) });
  await submit();
  await processes(page).getByText(/The server found neither text/).waitFor();
  assert.equal(await processes(page).getByRole("table").count(), 0);

  await file.setInputFiles({ name: "banner.png", mimeType: "image/png", buffer: PICTURE });
  await submit();
  await processes(page).getByText("Filed.", { exact: true }).waitFor();
  const row = processes(page).getByRole("row").filter({ hasText: "Picture (PNG)" });
  await row.getByText(/^by DPO/).waitFor();
  const download = page.waitForEvent("download");
  await row.getByRole("link", { name: /^Download: Picture/ }).click();
  assert.deepEqual(readFileSync(await (await download).path()), PICTURE);

  await processes(page).getByLabel("Or the configuration, pasted").fill('{ "refuseAll": true }');
  await submit();
  await processes(page).getByRole("row").filter({ hasText: "Configuration" }).waitFor();
  await page.context().close();

  const auditor = await open("auditor", "/texts");
  await processes(auditor).getByRole("row").filter({ hasText: "Configuration" }).waitFor();
  await processes(auditor).getByText("Owners and data protection officers file; you can read.").waitFor();
  assert.equal(await processes(auditor).getByRole("button", { name: "File it" }).count(), 0);
  await auditor.context().close();

  const owner = await open("admin", "/texts");
  await region(owner, "Proofs of consent").getByText(/^Taking them out needs the role/).waitFor();
  assert.equal(await owner.getByRole("link", { name: "Take the proofs out" }).count(), 0);
  await owner.context().close();
});

test("who may not read texts is told which role it takes; nothing recorded and no answer are each said", async () => {
  const analyst = await open("analyst", "/texts");
  await analyst.getByRole("heading", { name: "Not open to your account" }).waitFor();
  await analyst.context().close();

  const page = await open("dpo", "/audit");
  await page.route("**/api/sites/demo/texts", (route) =>
    route.fulfill({ json: { accepts: [], proofs: { count: 0, batches: 0 }, versions: [] } }),
  );
  await page.goto(`${server.url}/texts`);
  await page.getByRole("heading", { name: "Visitors are told nothing yet" }).waitFor();
  await page.route("**/api/sites/demo/texts", (route) => route.fulfill({ status: 500, body: "" }));
  await page.reload();
  await page.getByRole("heading", { name: "The server could not answer" }).waitFor();
  await page.unrouteAll();
  await page.getByRole("button", { name: "Try again" }).click();
  await region(page, "First level").waitFor();
  await page.context().close();
});

for (const locale of ["en-GB", "fr-FR"]) {
  for (const colorScheme of ["light", "dark"]) {
    test(`texts have no fault in ${locale} ${colorScheme}`, async () => {
      for (const width of [320, 1440]) {
        const page = await open("dpo", "/texts", { locale, colorScheme, width });
        await page.locator("input[type=file]").waitFor();
        assert.deepEqual(await findFaults(page), [], `texts at ${width}`);
        await page.screenshot({ path: screenshot(`texts-${locale}-${colorScheme}-${width}`), fullPage: true });
        await page.context().close();
      }
    });
  }
}

test("an owner is told that leaving session replay out of the first level needs a DPO, who gives the reason and publishes it", async () => {
  const owner = await open("admin", "/policies/demo/ux/draft");
  const choice = (page) => page.getByLabel("The first level says what session replay is and does");
  const question = (page) => page.getByRole("region", { name: /^What are visitors told first\?/ });
  assert.equal(await choice(owner).isChecked(), true);
  await question(owner).getByText(/^On by default: hardly anybody expects/).waitFor();
  await question(owner).getByText("§ 25").waitFor();
  await choice(owner).uncheck();
  await question(owner).getByText("Say why, in at most 2,000 characters.").waitFor();
  await question(owner).getByText(/^Only a data protection officer publishes this/).waitFor();
  for (const width of [1280, 320]) {
    await owner.setViewportSize({ width, height: 900 });
    assert.deepEqual(await findFaults(owner), [], `the question at ${width}`);
    await question(owner).screenshot({ path: screenshot(`first-level-${width}`) });
  }
  await owner.setViewportSize({ width: 1280, height: 900 });
  await owner.getByLabel("Why need it not stand there?").fill("A closed site, whose users were told in writing.");
  await saved(owner);
  await review(owner);
  await owner.getByRole("heading", { name: "You cannot publish this draft" }).waitFor();
  await owner.getByText(/^The first level says nothing of session replay: only a data protection officer/).waitFor();
  assert.equal(await owner.getByRole("button", { name: /^Publish/ }).count(), 0);
  await owner.context().close();

  for (const [purpose, next] of [["ux", 2], ["support", 2], ["errors", 2]]) {
    const dpo = await open("dpo", `/policies/demo/${purpose}/draft`);
    if (purpose !== "ux") {
      await choice(dpo).uncheck();
      await dpo.getByLabel("Why need it not stand there?").fill("A closed site, whose users were told in writing.");
      await saved(dpo);
    }
    await review(dpo);
    await dpo.getByLabel("Why now?").fill("Everybody was told.");
    for (const [label, said] of [["What is done instead?", "Fewer eyes."], ["How does that meet the obligation?", "So."]])
      for (const field of await dpo.getByLabel(label).all()) await field.fill(said);
    await dpo.getByRole("button", { name: `Publish version ${next}` }).click();
    await dpo.getByRole("article", { name: `Version ${next} (in force)` }).waitFor();
    await dpo.context().close();
  }
  const page = await open("dpo", "/texts");
  await page.getByText(/^The first level says nothing of session replay, for the reason/).waitFor();
  const told = await (await fetch(`${server.url}/v1/sites/demo/texts`)).json();
  assert.equal(told.first_level, false);
  const first = await region(page, "First level").getByRole("group", { name: /English/ }).innerText();
  assert.ok(!first.includes(told.texts.en.replay));
  await region(page, "Second level").getByText(told.texts.en.replay).waitFor();
  await page.context().close();
});
