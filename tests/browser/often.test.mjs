import assert from "node:assert/strict";
import { test } from "node:test";
import { findFaults } from "./axe.mjs";
import { card, open } from "./policies.mjs";
import { runServer, server } from "./running.mjs";
import { runSql } from "./server.mjs";
import { screenshot } from "./support.mjs";

runServer();

/** The server holds the history of visits for `errors`, so that it sees in how many of them a trigger fires. */
const HELD = `insert into revoir.policies (id, organisation_id, site_id, purpose, version, document, published_at)
  select gen_random_uuid(), organisation_id, site_id, purpose, version + 1,
    jsonb_set(document, '{collection,L2,history}', '{"provisional": {"why_not_on_device": "To see how often triggers fire.", "delete_within_minutes": 15}}'), now()
  from revoir.policies where purpose = 'errors'`;

/** Writes what was counted of a trigger on a day, as judging visits does. */
function count(trigger, daysAgo, fired, visits) {
  runSql(
    server.data,
    `insert into revoir.firings (organisation_id, site_id, purpose, day, trigger, visits, fired)
      select organisation_id, id, 'errors', (now() at time zone 'UTC')::date - ${daysAgo}, '${trigger}', ${visits}, ${fired}
      from revoir.sites where key = 'demo'`,
  );
}

const warnings = (page, name) => card(page, name).locator("[data-often]");

test("a trigger that fires in over half of a week's visits is warned of on the card, with what it was counted from", async (t) => {
  runSql(server.data, HELD);
  count("rage_click", 0, 4, 6);
  count("rage_click", 6, 3, 4);
  // half, too few visits, and a week ago: none is told of
  count("javascript_error", 1, 10, 20);
  count("unhandled_rejection", 1, 9, 9);
  count("failed_request", 7, 50, 50);
  for (const who of ["dpo", "admin", "auditor"]) {
    const page = await open(who, "/policies/demo");
    t.after(() => page.context().close());

    await warnings(page, "Errors").waitFor();

    const [said, ...others] = await warnings(page, "Errors").allInnerTexts();
    assert.deepEqual(others, [], who);
    assert.match(said, /^\s*A trigger fires in more than half of the visits: a rage click/);
    assert.match(said, /It fired in 7 of 10 visits .* last seven days \(70%\)/);
    assert.match(said, /Choose a rarer one/);
    assert.equal(await warnings(page, "Support").count(), 0);
    await card(page, "Support").getByText("How often its triggers fire cannot be counted").waitFor();
  }
});

test("it is gone when the trigger has become rarer", async (t) => {
  count("rage_click", 2, 0, 4);
  const page = await open("dpo", "/policies/demo");
  t.after(() => page.context().close());

  await card(page, "Errors").getByText(/^Next expiry in |can watch/).first().waitFor();

  assert.equal(await warnings(page, "Errors").count(), 0);
  count("rage_click", 3, 1, 1);
  await page.reload();
  await warnings(page, "Errors").getByText(/8 of 15 visits .* \(53%\)/).waitFor();
});

for (const locale of ["en-GB", "fr-FR"]) {
  for (const colorScheme of ["light", "dark"]) {
    test(`the warning has no fault in ${locale} ${colorScheme}`, async () => {
      for (const width of [320, 1440]) {
        const page = await open("dpo", "/policies/demo", { locale, colorScheme, width });
        await page.locator("[data-often]").scrollIntoViewIfNeeded();
        assert.deepEqual(await findFaults(page), [], `at ${width}`);
        await page.screenshot({ path: screenshot(`often-${locale}-${colorScheme}-${width}`) });
        await page.context().close();
      }
    });
  }
}
