// A customer's External Access panel with two administrators at it at once: who comes second is told, sees what is stored
// beside what they typed, loses none of it and can save it; Owners stay as they are; changes that are not saved are not
// left unnoticed; a row is found among five thousand. The customer's Owner reads afterwards who changed what.

import { base, browser, done, is, like, load, look, ok, password, person } from "../lib/browser.mjs";

const path = page => new URL(page.url()).pathname;
const field = (page, name) => page.locator(`[name="${name}"]:not([type="hidden"])`);
const press = (page, name) => page.getByRole("button", { name, exact: true }).click();

async function enter(page, where, login) {
    await page.goto(`${base}${where}`);
    await page.locator("#login").fill(login);
    await page.locator("#password").fill(password);
    await press(page, "Log in");
}

// The row of a user in the list or among the changes: its fields begin with "row.N".
async function row_of(page, login) {
    const name = await page.locator(`tr:has-text("<${login}>") select`).first().getAttribute("name");
    return name.replace(/\.role$/, "");
}

async function add_row(page, login, role) {
    const row = page.locator('[data-panel="add"] tbody tr').first();
    await row.locator('input[name$=".user"]').fill(login);
    await row.locator("select").selectOption(role);
}

const outcomes = async page => (await page.locator("[data-outcome]").evaluateAll(list => list.map(each => each.dataset.outcome))).sort().join(" ");
const text_of = async (page, login) => (await page.locator(`tr[data-id]:has-text("<${login}>")`).first().textContent()).replace(/\s+/g, " ");

async function story(name, scripts) {
    const tag = `panel${scripts ? "js" : "plain"}`;
    const admin = login => ({ type: "user", login, email: `${login}@example.com`, name: `Admin ${login}`, user_type: "INT", is_admin: true, password, language: "en" });
    const user = login => ({ type: "user", login, email: `${login}@example.com`, name: `Name ${login}`, user_type: "EXT", password, language: "en" });
    const access = (login, role, days_back) => ({ type: "external_access", customer: tag, user: login, role, days_back, notes: null });
    const [ivan, maria, owner, anna, boris, clara, dora, emil] = ["ivan", "maria", "owner", "anna", "boris", "clara", "dora", "emil"].map(each => `${tag}-${each}`);
    load({ type: "enterprise_company", code: "LAGERTA", name: "Lagerta Ltd." }, { type: "party", code: tag, name: "Green & Sons", active: true },
        { type: "customer", number: tag, party: tag, enterprise_company: "LAGERTA", from_date: "2020-01-01" }, admin(ivan), admin(maria),
        ...[owner, anna, boris, clara, dora, emil].map(user), access(owner, "L90", null), access(anna, "L20", 30), access(boris, "L20", 60), access(clara, "L10", null));
    const first = await person(`${name}, first`, scripts), second = await person(`${name}, second`, scripts);
    await enter(first, "/backoffice/login", ivan);
    await enter(second, "/backoffice/login", maria);
    const panel = `${base}/backoffice/customers/${tag}`;
    await first.goto(panel);
    await second.goto(panel);
    is(await first.locator(`tr:has-text("<${owner}>") :is(input, select)`).count(), 0, `${name}: an Owner's row has nothing to change`);

    // the first: changes one, removes one, adds one; a preview before
    const anna1 = await row_of(first, anna), clara1 = await row_of(first, clara);
    await field(first, `${anna1}.role`).selectOption("L40");
    await field(first, `${anna1}.notes`).fill("by the first");
    await field(first, `${clara1}.remove`).check();
    await add_row(first, dora, "L30");
    await press(first, "Preview");
    is(await outcomes(first), "added changed removed", `${name}: the preview says what would happen`);
    is(await field(first, `${anna1}.role`).inputValue(), "L40", `${name}: and keeps what was typed`);
    await press(first, "Save and close");
    is(path(first), "/backoffice/external-access", `${name}: the first saves`);

    // the second had the panel open all the time
    const anna2 = await row_of(second, anna), boris2 = await row_of(second, boris), clara2 = await row_of(second, clara);
    await field(second, `${anna2}.role`).selectOption("L30");
    await field(second, `${anna2}.days_back`).fill("7");
    await field(second, `${anna2}.notes`).fill("by the second");
    await field(second, `${boris2}.remove`).check();
    await field(second, `${clara2}.notes`).fill("not seen to be gone");
    await add_row(second, emil, "L80");
    const [answer] = await Promise.all([second.waitForResponse(each => each.request().method() === "POST"), press(second, "Save and close")]);
    is(answer.status(), 409, `${name}: the second is told`);
    like(await second.locator(".alert-warning").first().textContent(), /changed/, `${name}: in words`);
    for (const [what, want] of [["role", "L30"], ["days_back", "7"], ["notes", "by the second"]]) {
        is(await field(second, `${anna2}.${what}`).inputValue(), want, `${name}: keeps the ${what} they typed`);
    }
    like(await second.locator(`[data-present-for="${anna2}.role"]`).textContent(), /L40/, `${name}: beside the role that is stored now`);
    like(await second.locator(`[data-present-for="${anna2}.notes"]`).textContent(), /by the first/, `${name}: and the notes`);
    ok(await field(second, `${boris2}.remove`).isChecked(), `${name}: keeps what is to be removed`);
    const added = second.locator(`[data-panel="changes"] input[value="${emil}"]`);
    is(await added.count(), 1, `${name}: keeps the row that was added`);
    ok((await outcomes(second)).includes("missing"), `${name}: and says which row is gone`);
    await look(second, `${tag}-conflict`, scripts);
    if (scripts) { // changes that are not saved are not left unnoticed
        let asked = false;
        second.once("dialog", dialog => { asked = dialog.type() === "beforeunload"; return dialog.dismiss(); });
        await second.getByRole("link", { name: "Users", exact: true }).click();
        ok(asked, `${name}: who leaves is asked first`);
        is(path(second), `/backoffice/customers/${tag}`, `${name}: and may stay`);
    }
    ok(await field(second, `${clara2}.remove`).isChecked(), `${name}: the row that is gone stays so unless it is wanted back`);
    is(await field(second, `${clara2}.notes`).inputValue(), "not seen to be gone", `${name}: with what was typed into it`);
    await press(second, "Save and close");
    is(path(second), "/backoffice/external-access", `${name}: saves on purpose`);
    await second.goto(panel);
    is(await second.locator(`tr[data-id]:has-text("<${anna}>") select`).first().inputValue(), "L30", `${name}: as they typed it`);
    is(await second.locator(`tr[data-id]:has-text("<${boris}>")`).count(), 0, `${name}: the removed one is gone`);
    for (const login of [dora, emil]) {
        is(await second.locator(`tr[data-id]:has-text("<${login}>")`).count(), 1, `${name}: ${login} is there, whoever added them`);
    }
    like(await text_of(second, owner), /Owner/, `${name}: the Owner is as before`);

    // the customer's Owner reads who did it
    const reader = await person(`${name}, owner`, scripts);
    await enter(reader, "/cc/login", owner);
    await reader.getByRole("link", { name: "Audit", exact: true }).first().click();
    await reader.goto(`${base}/cc/audit?filter.action=%3Daccess.edit`);
    is(await reader.locator('[data-grid="audit"] tr[data-id]').count(), 2, `${name}: the Owner reads both changes of one row`);
    like(await reader.locator('td[data-col="actor"]').first().textContent(), new RegExp(maria), `${name}: and by whom the last was`);
    await look(reader, `${tag}-site-audit`, scripts);
    const [download] = await Promise.all([reader.waitForEvent("download"), reader.getByRole("link", { name: "Download CSV" }).click()]);
    like(download.suggestedFilename(), /\.csv$/, `${name}: also as CSV`);
    for (const page of [first, second, reader]) {
        await page.context().close();
    }
}

// Five thousand rows: opened, searched, one of them changed.
async function many() {
    const tag = "panelmany", logins = Array.from({ length: 5000 }, (_, i) => `${tag}-${String(i).padStart(4, "0")}`);
    load({ type: "enterprise_company", code: "LAGERTA", name: "Lagerta Ltd." }, { type: "party", code: tag, name: "Many & Co.", active: true },
        { type: "customer", number: tag, party: tag, enterprise_company: "LAGERTA", from_date: "2020-01-01" },
        { type: "user", login: `${tag}-admin`, email: `${tag}-admin@example.com`, name: "Admin", user_type: "INT", is_admin: true, password, language: "en" },
        ...logins.map(login => ({ type: "user", login, email: `${login}@example.com`, name: `Name ${login}`, user_type: "EXT" })),
        ...logins.map(login => ({ type: "external_access", customer: tag, user: login, role: "L20" })));
    const page = await person("many rows", true);
    await enter(page, "/backoffice/login", `${tag}-admin`);
    await page.goto(`${base}/backoffice/customers/${tag}?per_page=100`);
    is(await page.locator('[data-grid="customer"]').getAttribute("data-total"), "5000", "5,000 rows, of which a page is shown");
    await page.locator('input[name="q"]').first().fill(`${tag}-4321`);
    await page.keyboard.press("Enter");
    await page.waitForURL(/q=/);
    is(await page.locator("tr[data-id]").count(), 1, "a search finds the one");
    await page.locator("tr[data-id] select").selectOption("L40");
    await press(page, "Save and close");
    is(path(page), "/backoffice/external-access", "it is changed");
    await page.goto(`${base}/backoffice/customers/${tag}?q=${tag}-4321`);
    is(await page.locator("tr[data-id] select").inputValue(), "L40", "and saved");
    await page.context().close();
}

await story("with scripts", true);
await story("without scripts", false);
await many();
await browser.close();
done();
