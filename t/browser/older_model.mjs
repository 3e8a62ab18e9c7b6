// The guide of the older access model, played in a browser: from the request for an account over each code that is met on
// the way, repaired in the back office by the link that Why gives, to the user's first page. Once with scripts and once
// without.

import { base, browser, done, is, like, load, look, ok, password, person } from "../lib/browser.mjs";

const path = page => new URL(page.url()).pathname;
const field = (page, name) => page.locator(`[name="${name}"]:not([type="hidden"])`);
const press = (page, name) => page.getByRole("button", { name, exact: true }).click();
const login = async (page, where, name) => {
    await page.goto(`${base}${where}`);
    await page.locator("#login").fill(name);
    await page.locator("#password").fill(password);
    await press(page, "Log in");
};

// Asks for an account at the site of the older model, and signs in to see what is missing.
async function ask_for_account(page, email, name) {
    await page.goto(`${base}/v24/`);
    await page.getByRole("link", { name: "Create new local account" }).click();
    await page.getByLabel("E-mail").fill(email);
    await page.getByLabel("Full name").fill(name);
    await page.getByLabel("Company").fill("Green & Sons");
    await page.getByLabel("Registration message").fill("Olivia Green asked me to look after our orders.");
    await page.locator("#password").fill(password);
    await page.locator("#confirm_password").fill(password);
    await press(page, "Create account");
    await login(page, "/v24/login", email);
}

// The next request of the user meets this page.
async function meets(page, code, advice, name) {
    await page.goto(`${base}/v24/`);
    is(await page.locator("main").getAttribute("data-error"), code, `${name}: ${code}`);
    like(await page.locator("main").textContent(), advice, `${name}: ${code} says what to repair`);
    ok(await page.getByRole("button", { name: "Log out" }).first().isVisible(), `${name}: ${code} offers to log out`);
}

async function find_user(page, email) {
    await page.goto(`${base}/backoffice/users?filter.person=none`);
    await page.locator('input[name="q"]').first().fill(email);
    await page.keyboard.press("Enter");
    await page.waitForURL(/q=/);
    is(await page.locator("tr[data-id]").count(), 1, "found among the users without a person");
    await page.locator('td[data-col="login"] a').click();
}

// Asks why, and follows the link of the first broken link.
async function repair(page, user, code, name) {
    await page.goto(user);
    await page.getByRole("link", { name: "Why does this user see what they see?" }).click();
    if (await page.locator('[data-chain="parent-party"]').count() === 0) { // of several companies one is chosen
        await page.locator('select[name="site"]').selectOption("LAGERTA");
        await press(page, "Ask");
    }
    const broken = page.locator('[data-chain="parent-party"] [data-state="broken"]');
    is(await broken.getAttribute("data-code"), code, `${name}: Why names ${code}`);
    await look(page, `older-why-${code}`, name === "with scripts");
    await broken.getByRole("link", { name: "Open" }).click();
}

async function save_party(page, name) {
    await press(page, "Save and close");
    is(path(page), "/backoffice/parties", `${name}: the party is saved`);
}

async function new_customer(page, fields) {
    const row = (await page.locator('input[name^="row."][name$=".number"]:not([type="hidden"])').first().getAttribute("name")).replace(".number", "");
    await field(page, `${row}.number`).fill(fields.number);
    await field(page, `${row}.enterprise_company`).selectOption(fields.company);
    await field(page, `${row}.from_date`).fill("2020-01-01");
}

async function story(name, scripts) {
    const tag = `older${scripts ? "js" : "plain"}`, email = `${tag}@example.com`, second = `${tag}-2@example.com`;
    load({ type: "enterprise_company", code: "LAGERTA", name: "Lagerta Ltd." }, { type: "enterprise_company", code: "BRIMLEY", name: "Brimley & Co." },
        { type: "location", code: "SOF", name: "Sofia", enterprise_company: "LAGERTA" }, { type: "party", code: tag, name: "Green & Sons", active: true },
        { type: "person", code: `${tag}-P`, first_name: "Catherine", last_name: "Carter", parent_party: null },
        { type: "user", login: `${tag}-admin`, email: `${tag}-admin@example.com`, name: "Ivan Georgiev", user_type: "INT", is_admin: true, password, language: "en" });
    const client = await person(`${name}, client`, scripts), office = await person(`${name}, office`, scripts);
    await login(office, "/backoffice/login", `${tag}-admin`);

    // no person yet
    await ask_for_account(client, email, "Catherine Carter");
    await meets(client, "CC002", /define a person|person/i, name);
    await look(client, `${tag}-CC002`, scripts);
    await find_user(office, email);
    const user = office.url();
    like(await office.locator("main").textContent(), /Olivia Green asked me/, `${name}: with what they wrote`);

    // a person who is there already, but works for nobody
    await field(office, "person").fill(`${tag}-P`);
    await press(office, "Save");
    await meets(client, "CC003", /parent party/i, name);
    await repair(office, user, "CC003", name);
    is(await office.getAttribute("body", "data-page"), "person", `${name}: Why leads to the person`);
    await look(office, `${tag}-person`, scripts);
    await field(office, "parent_party").fill("nobody-at-all");
    await press(office, "Save");
    ok(await office.locator('[data-error-for="parent_party"]').first().isVisible(), `${name}: an unknown party is told`);
    await field(office, "parent_party").fill(tag);
    await press(office, "Save");
    is(office.url().split("?")[0], user, `${name}: and back to the user`);

    // a party that is no customer, of another company, served by nobody
    await meets(client, "CC004", /customer/i, name);
    await repair(office, user, "CC004", name);
    is(path(office), `/backoffice/parties/${tag}`, `${name}: Why leads to the parent party`);
    await new_customer(office, { number: `${tag}-B`, company: "BRIMLEY" });
    await save_party(office, name);
    await meets(client, "CC006", /agreement/i, name);
    await repair(office, user, "CC006", name);
    await new_customer(office, { number: `${tag}-L`, company: "LAGERTA" });
    await press(office, "Preview");
    is(await office.locator('[data-outcome="added"]').count(), 1, `${name}: a preview says what would happen`);
    await save_party(office, name);
    await meets(client, "CC007", /location|serv/i, name);
    await repair(office, user, "CC007", name);
    const row = await office.locator("tr[data-id]", { hasText: `${tag}-L` }).getAttribute("data-row");
    await field(office, `row.${row}.serviced_by`).selectOption({ label: "Sofia - LAGERTA" });
    await save_party(office, name);

    // the first page
    await client.goto(`${base}/v24/`);
    is(await client.getAttribute("body", "data-page"), "home", `${name}: the user's first page`);
    is(await client.getAttribute("body", "data-customer"), `${tag}-L`, `${name}: as the customer of this company`);
    like(await client.locator("main").textContent(), /Welcome, Catherine Carter/, `${name}: which greets them`);

    // the next user of the same company: the person on the spot, and in at once
    const other = await person(`${name}, second client`, scripts);
    await ask_for_account(other, second, "Ann Lee");
    is(await other.locator("main").getAttribute("data-error"), "CC002", `${name}: the second user begins alike`);
    await find_user(office, second);
    await office.getByRole("link", { name: "Create a person for this user" }).click();
    await field(office, "first_name").fill("Ann");
    await field(office, "last_name").fill("Lee");
    await field(office, "parent_party").fill(tag);
    await press(office, "Create and assign");
    like(await office.locator('[role="status"].cc-flash').textContent(), /created and assigned/, `${name}: the person is made on the spot`);
    await other.goto(`${base}/v24/`);
    is(await other.getAttribute("body", "data-page"), "home", `${name}: and the second user is in`);

    // the audit tells it: filters, and CSV
    await office.goto(`${base}/backoffice/audit?q=${tag}`);
    const total = Number(await office.locator('[data-grid="audit"]').getAttribute("data-total"));
    ok(total > 10, `${name}: the audit tells the story`, `${total} records`);
    await office.locator("summary", { hasText: "Filters" }).click();
    if (scripts) {
        await office.locator('select[name="filter.action"]').selectOption({ label: "Person changed" });
        await office.locator('input[name="filter.actor"]').fill(`${tag}-admin`);
        await office.getByRole("button", { name: "Apply filters" }).click();
        await office.waitForURL(/filter\.action/);
    } else {
        await office.goto(`${base}/backoffice/audit?q=${tag}&filter.action=%3Dperson.edit`);
    }
    is(await office.locator('[data-grid="audit"] tr[data-id]').count(), 2, `${name}: its filter finds what was refused and what was saved`);
    like(await office.locator('td[data-col="after"]').first().textContent(), new RegExp(`parent_party=${tag}`), `${name}: with what was set`);
    await look(office, `${tag}-audit`, scripts);
    const [download] = await Promise.all([office.waitForEvent("download"), office.getByRole("link", { name: "Download CSV" }).click()]);
    like(download.suggestedFilename(), /\.csv$/, `${name}: and comes as CSV`);
    await client.context().close();
    await other.context().close();
    await office.context().close();
}

await story("with scripts", true);
await story("without scripts", false);
await browser.close();
done();
