// An administrator at work in the back office: the navigators, and a customer's External Access panel: preview, a refused
// row, adding a row, removing one, saving. Once with scripts and once without.

import { base, browser, done, is, like, load, look, ok, password, person } from "../lib/browser.mjs";

const path = page => new URL(page.url()).pathname;
const body = (page, name) => page.getAttribute("body", `data-${name}`);
const field = (page, name) => page.locator(`[name="${name}"]`);

function records(tag) {
    const users = Array.from({ length: 30 }, (_, i) => ({
        type: "user", login: `${tag}-user-${String(i).padStart(2, "0")}`, email: `${tag}-user-${i}@example.com`, name: `Person Number ${i}`, user_type: "EXT",
        active: i !== 5, notes: i % 4 ? null : "Registered by telephone, to be called back" }));
    return [
        { type: "enterprise_company", code: "LAGERTA", name: "Lagerta Ltd." },
        { type: "party", code: tag, name: "Olivia Green & Daughters", active: true },
        { type: "customer", number: tag, party: tag, enterprise_company: "LAGERTA", serviced_by: null, from_date: "2020-01-01", thru_date: null },
        { type: "user", login: `${tag}-admin`, email: `${tag}-admin@example.com`, name: "Ivan Georgiev", user_type: "INT", is_admin: true, password, language: "en" },
        ...users, ...users.slice(0, 28).map((user, i) => ({ type: "external_access", customer: tag, user: user.login,
            role: ["L90", "L80", "L40", "L30", "L20", "L10"][i % 6], days_back: i % 3 ? 30 * i : null, notes: i % 5 ? null : "Agreed with the head of purchasing" }))];
}

async function story(name, scripts) {
    const tag = `office${scripts ? "js" : "plain"}`;
    load(...records(tag));
    const page = await person(name, scripts);

    await page.goto(`${base}/backoffice/`);
    like(page.url(), /\/backoffice\/login/, `${name}: the login comes first`);
    await look(page, `${tag}-login`, scripts);
    await page.locator("#login").fill(`${tag}-admin`);
    await page.locator("#password").fill(password);
    await page.getByRole("button", { name: "Log in" }).click();
    is(path(page), "/backoffice/users", `${name}: then the users`);
    is(await body(page, "user"), `${tag}-admin`, `${name}: as the administrator`);
    await look(page, `${tag}-users`, scripts);
    await page.goto(`${base}/backoffice/parties`);
    await look(page, `${tag}-parties`, scripts);
    await page.goto(`${base}/backoffice/external-access?q=${tag}`);
    await look(page, `${tag}-external-access`, scripts);

    // a row leads to the panel
    await page.locator(`td[data-col="customer"] a`).first().click();
    is(path(page), `/backoffice/customers/${tag}`, `${name}: a row leads to its customer`);
    await look(page, `${tag}-customer`, scripts);
    const row = await page.locator("tr[data-id]").filter({ has: page.locator("select") }).first();
    const role = await row.locator("select").getAttribute("name");
    const number = role.split(".")[1];
    await field(page, role).selectOption("L10");
    await field(page, `row.${number}.days_back`).fill("many");
    await page.getByRole("button", { name: "Save and close" }).click();
    ok(await page.locator(`[data-error-for="row.${number}.days_back"]`).count() > 0, `${name}: a refused row says why`);
    is(await field(page, `row.${number}.days_back`).inputValue(), "many", `${name}: what was typed stays`);
    await look(page, `${tag}-customer-refused`, scripts);

    // preview: a change, a new row, a removal
    await field(page, `row.${number}.days_back`).fill("14");
    const added = page.locator('[data-panel="add"] tbody tr');
    const before = await added.count();
    if (scripts) {
        await page.getByRole("button", { name: "+ Add a row" }).click();
        is(await added.count(), before + 1, `${name}: the button adds a row`);
    }
    await added.last().locator('input[name$=".user"]').fill(`${tag}-user-29`);
    await added.last().locator("select").selectOption("L30");
    const last = page.locator("tr[data-id]").filter({ has: page.locator("select") }).last();
    await last.locator('input[type="checkbox"]').check();
    await page.getByRole("button", { name: "Preview" }).click();
    is((await page.locator("[data-outcome]").evaluateAll(list => list.map(each => each.dataset.outcome))).sort().join(" "), "added changed removed",
        `${name}: a preview says what would happen`);
    await look(page, `${tag}-customer-preview`, scripts);
    await page.getByRole("button", { name: "Save and close" }).click();
    is(path(page), "/backoffice/external-access", `${name}: saved`);
    like(await page.locator('[role="status"].cc-flash').textContent(), /saved/, `${name}: and said so`);

    // somebody else was faster
    await page.goto(`${base}/backoffice/customers/${tag}`);
    await page.locator('#panel [name="version"]').evaluate(input => { input.value = "1"; });
    await page.locator("tr[data-id] select").first().selectOption("L20");
    await page.getByRole("button", { name: "Save and close" }).click();
    like(await page.locator(".alert-warning").first().textContent(), /changed/, `${name}: a stale panel is told`);
    await look(page, `${tag}-customer-stale`, scripts);
    await page.context().close();
}

await story("with scripts", true);
await story("without scripts", false);
await browser.close();
done();
