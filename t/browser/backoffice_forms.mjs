// The forms of the back office in a browser: a user, a person made on the spot, a party with its Customers panel; what is
// refused, what conflicts, and a preview. Once with scripts and once without.

import { base, browser, done, is, like, load, look, ok, password, person } from "../lib/browser.mjs";

const path = page => new URL(page.url()).pathname;
const field = (page, name) => page.locator(`[name="${name}"]:not([type="hidden"])`);
const press = (page, name) => page.getByRole("button", { name }).click();
const told = (page, name) => page.locator(`[data-error-for="${name}"]`).first().waitFor({ timeout: 10000 }).then(() => true, () => false);

// A click that would lead away from a form is asked about.
async function stays(page, link, what) {
    const before = page.url();
    let asked = false;
    page.once("dialog", dialog => { asked = dialog.type() === "beforeunload"; return dialog.dismiss(); });
    await link.click();
    ok(asked, `${what} is asked first`);
    is(page.url(), before, `${what} may stay`);
}

async function story(name, scripts) {
    const tag = `forms${scripts ? "js" : "plain"}`;
    load({ type: "enterprise_company", code: "LAGERTA", name: "Lagerta Ltd." },
        { type: "location", code: "SOF", name: "Sofia", enterprise_company: "LAGERTA" },
        { type: "party", code: tag, name: "Olivia Green & Daughters", active: true },
        { type: "customer", number: `${tag}-1`, party: tag, enterprise_company: "LAGERTA", serviced_by: "SOF", from_date: "2020-01-01", thru_date: null },
        { type: "user", login: `${tag}-admin`, email: `${tag}-admin@example.com`, name: "Ivan Georgiev", user_type: "INT", is_admin: true, password, language: "en" },
        { type: "user", login: `${tag}-guest`, email: `${tag}-guest@example.com`, name: "Catherine Carter", user_type: "EXT" });
    const page = await person(name, scripts);
    await page.goto(`${base}/backoffice/`);
    await page.locator("#login").fill(`${tag}-admin`);
    await page.locator("#password").fill(password);
    await press(page, "Log in");

    // a user: from the list to the form, a refusal, a person on the spot
    await page.goto(`${base}/backoffice/users?q=${tag}-guest`);
    await page.locator('tbody tr[data-id] a').first().click();
    like(path(page), /\/users\/\d+$/, `${name}: a row leads to its user`);
    const user = page.url();
    await look(page, `${tag}-user`, scripts);
    await field(page, "email").fill("nowhere");
    await field(page, "person").fill("P-none");
    await press(page, "Save");
    ok(await told(page, "email"), `${name}: a refused field says why`);
    is(await field(page, "email").inputValue(), "nowhere", `${name}: what was typed stays`);
    await look(page, `${tag}-user-refused`, scripts);
    if (scripts) {
        await stays(page, page.locator('a[href*="/persons/new"]'), `${name}: who leaves what was refused`);
    }
    await page.goto(user);
    if (scripts) {
        await field(page, "notes").fill("Not saved yet");
        await stays(page, page.locator('a[href*="/persons/new"]'), `${name}: who leaves what is not saved`);
        is(await field(page, "notes").inputValue(), "Not saved yet", `${name}: with what was typed`);
        await page.goto(user);
    }
    await page.locator('a[href*="/persons/new"]').click();
    await look(page, `${tag}-person`, scripts);
    await press(page, "Create and assign");
    ok(await told(page, "first_name"), `${name}: a person has a name`);
    await field(page, "first_name").fill("Catherine");
    await field(page, "last_name").fill("Carter");
    await field(page, "parent_party").fill(tag);
    await press(page, "Create and assign");
    is(page.url().split("?")[0], user, `${name}: and back to the user`);
    like(await field(page, "person").inputValue(), /^P-\d+$/, `${name}: with the person`);
    await look(page, `${tag}-user-person`, scripts);
    await page.locator('[name="version"]').evaluate(input => { input.value = "1"; });
    await field(page, "notes").fill("Called back");
    await press(page, "Save");
    like(await page.locator(".alert-warning").first().textContent(), /changed/, `${name}: a stale form is told`);
    await look(page, `${tag}-user-stale`, scripts);
    await press(page, "Save");
    like(await page.locator('[role="status"].cc-flash').textContent(), /saved/, `${name}: saved on purpose`);

    // oneself
    await page.goto(`${base}/backoffice/users?q=${tag}-admin`);
    await page.locator('tbody tr[data-id] a').first().click();
    await look(page, `${tag}-own`, scripts);
    await field(page, "notes").fill("My own");
    await press(page, "Save");
    like(await page.locator('[role="status"].cc-flash').textContent(), /saved/, `${name}: one's own record can be saved`);

    // a party: preview of a new agreement, a refusal, saving
    await page.goto(`${base}/backoffice/parties/${tag}`);
    await look(page, `${tag}-party`, scripts);
    if (scripts) {
        await field(page, "name").fill("Olivia Green & Sons");
        await stays(page, page.locator('td[data-col="number"] a').first(), `${name}: who leaves a party`);
        await page.goto(`${base}/backoffice/parties/${tag}`);
        await field(page, "name").fill("Olivia Green & Sons");
        const [beside] = await Promise.all([page.context().waitForEvent("page"), page.getByRole("link", { name: "Cancel" }).click({ modifiers: ["Control"] })]);
        await beside.close();
        await stays(page, page.locator(".cc-menu a").first(), `${name}: who looked at the list in a window beside it and leaves`);
        await page.locator("details.cc-user summary").click();
        const logout = page.locator("details.cc-user").getByRole("button", { name: "Log out" });
        await stays(page, logout, `${name}: who logs out`);
        await stays(page, logout, `${name}: who logs out once more`);
        await page.goto(`${base}/backoffice/parties/${tag}`);
        await field(page, "name").fill("Olivia Green & Sons");
        let asked = false;
        page.once("dialog", dialog => { asked = true; return dialog.accept(); });
        await page.getByRole("link", { name: "Cancel" }).click();
        await page.waitForSelector('[data-page="parties"]');
        ok(!asked, `${name}: Cancel asks nothing`);
        await page.goto(`${base}/backoffice/parties/${tag}`);
    }
    const added = (await page.locator('input[name^="row."][name$=".number"]').last().getAttribute("name")).replace(".number", "");
    await field(page, `${added}.number`).fill(`${tag}-2`);
    await field(page, `${added}.enterprise_company`).selectOption("LAGERTA");
    await field(page, `${added}.from_date`).fill("2026-01-01");
    await press(page, "Preview");
    is(await page.locator('[data-outcome="added"]').count(), 1, `${name}: a preview says what would happen`);
    await look(page, `${tag}-party-preview`, scripts);
    await field(page, `${added}.number`).fill(`${tag}-1`);
    await press(page, "Save");
    ok(await told(page, `${added}.number`), `${name}: a number that is taken`);
    await look(page, `${tag}-party-refused`, scripts);
    await field(page, `${added}.number`).fill(`${tag}-2`);
    await press(page, "Save");
    is(path(page), "/backoffice/parties", `${name}: saved`);
    await page.context().close();
}

await story("with scripts", true);
await story("without scripts", false);
await browser.close();
done();
