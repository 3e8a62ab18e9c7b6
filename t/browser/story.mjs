// The guide for new users, played in a browser: from Create new local account over CC010 and Add User to the new user's
// first page, with several customers, and changed and removed again. Once with scripts and once without.

import { base, browser, done, is, like, load, look, ok, password, person } from "../lib/browser.mjs";

const unknown = "No user was found with this email. Please check if you have entered the correct email address.";

const body = (page, name) => page.getAttribute("body", `data-${name}`);
const path = page => new URL(page.url()).pathname;

async function login(page, name, secret) {
    await page.goto(`${base}/cc/login`);
    await page.getByLabel("E-mail or login name").fill(name);
    await page.locator("#password").fill(secret);
    await page.getByRole("button", { name: "Log in" }).click();
}

async function logout(page, scripted) {
    if (await body(page, "page") !== "error") {
        await page.locator("summary", { hasText: "User menu" }).click();
    }
    await page.getByRole("button", { name: "Log out" }).first().click();
    is(await body(page, "page"), "login", `${scripted}: logging out leads to the login page`);
}

// The visitor makes an account, and learns what to wait for.
async function register(page, who, scripted, tag) {
    await page.goto(`${base}/cc/`);
    is(await body(page, "page"), "login", `${tag}: a visitor meets the login page`);
    await look(page, "login", scripted);
    await page.getByRole("link", { name: "Create new local account" }).click();
    is(await body(page, "page"), "register", `${tag}: from where an account can be made`);
    await look(page, "register", scripted);
    await page.getByLabel("E-mail").fill("nobody");
    await page.getByLabel("Full name").fill(who.name);
    await page.locator("#password").fill("short");
    await page.locator("#confirm_password").fill("other");
    await page.getByRole("button", { name: "Create account" }).click();
    is(await body(page, "page"), "register", `${tag}: mistakes are told`);
    for (const field of ["email", "password", "confirm_password"]) {
        ok(await page.locator(`[data-error-for="${field}"]`).first().isVisible(), `${tag}: at the field ${field}`);
    }
    await look(page, "register with problems", scripted);
    await page.getByLabel("E-mail").fill(who.email);
    await page.getByLabel("Company").fill("Green Groceries");
    await page.getByLabel("Registration message").fill("Please add me, Olivia knows me.");
    await page.locator("#password").fill(password);
    await page.locator("#confirm_password").fill(password);
    await page.getByRole("button", { name: "Create account" }).click();
    is(await body(page, "page"), "login", `${tag}: the account is made`);
    like(await page.locator('[role="status"]').first().textContent(), /once an administrator adds it/, `${tag}: and a notice says what happens next`);
    await look(page, "login after registration", scripted);
    await login(page, who.email, "not the password at all");
    is(await body(page, "page"), "login", `${tag}: a wrong password is refused`);
    await look(page, "login failed", scripted);
    await login(page, who.email, password);
    is(await page.locator("main").getAttribute("data-error"), "CC010", `${tag}: the new user sees CC010`);
    for (const text of ["Account not active", "Your account was not activated by the ERP administrator to use the Client Center.", "Error CC010"]) {
        ok(await page.getByText(text, { exact: false }).first().isVisible(), `${tag}: in words: ${text}`);
    }
    ok(await page.locator("main").getByText(`${who.name} <${who.email}>`).isVisible(), `${tag}: and whom the administrator has to add`);
    await look(page, "CC010", scripted);
    await logout(page, tag);
}

// The Admin adds the account to the present customer, in two steps.
async function add(page, who, role, days, scripted, tag) {
    await page.getByRole("navigation", { name: "Main menu" }).getByRole("link", { name: "User Management" }).click();
    is(await body(page, "page"), "users", `${tag}: User Management`);
    await look(page, "users", scripted);
    await page.getByRole("link", { name: "Add User" }).click();
    is(await body(page, "page"), "user-add", `${tag}: Add User asks for the e-mail`);
    await look(page, "user-add", scripted);
    await page.getByLabel("E-mail").fill(`not.${who.email}`);
    await page.getByRole("button", { name: "Continue" }).click();
    is((await page.locator('[data-error-for="email"]').first().textContent()).trim(), unknown, `${tag}: an unknown address is told`);
    await look(page, "user-add unknown", scripted);
    await page.getByLabel("E-mail").fill(who.email.toUpperCase());
    await page.getByRole("button", { name: "Continue" }).click();
    ok(await page.getByText(`${who.name} <${who.email}> [EXT]`).first().isVisible(), `${tag}: the account is shown`);
    ok(await page.getByText("Green Groceries").first().isVisible(), `${tag}: with the claimed company`);
    await look(page, "user-add found", scripted);
    await page.getByLabel("Role").selectOption(role);
    await page.getByLabel("Days Back Access").fill(days);
    await page.getByLabel("Notes").fill("Added by the story");
    await page.getByRole("button", { name: "Save" }).click();
    is(await body(page, "page"), "users", `${tag}: it is added`);
    like(await page.locator('[role="status"]').first().textContent(), /was added/, `${tag}: a notice says so`);
    const row = page.locator('table[data-grid="users"] tr', { hasText: `<${who.email}>` });
    is((await row.locator('[data-col="days_back"]').textContent()).trim(), days, `${tag}: and the row is there`);
    await look(page, "users after adding", scripted);
}

async function change(page, who, scripted, tag) {
    const row = page.locator('table[data-grid="users"] tr', { hasText: `<${who.email}>` });
    await row.getByRole("link", { name: /^Edit/ }).click();
    is(await body(page, "page"), "user-edit", `${tag}: the row can be changed`);
    is(await page.getByLabel("Role").inputValue(), "L30", `${tag}: and shows its role`);
    await look(page, "user-edit", scripted);
    await page.getByLabel("Days Back Access").fill("many");
    await page.getByRole("button", { name: "Save" }).click();
    ok(await page.locator('[data-error-for="days_back"]').first().isVisible(), `${tag}: a mistake is told`);
    await look(page, "user-edit with a problem", scripted);
    await page.getByLabel("Days Back Access").fill("");
    await page.getByLabel("Role").selectOption("L40");
    await page.getByRole("button", { name: "Save" }).click();
    is((await row.locator('[data-col="role"]').textContent()).trim(), "Billing", `${tag}: the change is in the list`);
}

async function remove(page, who, scripted, tag) {
    await page.locator('table[data-grid="users"] tr', { hasText: `<${who.email}>` }).getByRole("link", { name: /^Remove/ }).click();
    is(await body(page, "page"), "user-remove", `${tag}: removing asks first`);
    ok(await page.getByText("The user is not deleted").first().isVisible(), `${tag}: and says what it means`);
    await look(page, "user-remove", scripted);
    await page.getByRole("button", { name: "Remove access" }).click();
    is(await body(page, "page"), "users", `${tag}: it is removed`);
    is(await page.locator('table[data-grid="users"] tr', { hasText: `<${who.email}>` }).count(), 0, `${tag}: and the row is gone`);
}

async function switchTo(page, display) {
    await page.locator("details.cc-switch summary").click();
    await page.getByRole("button", { name: display }).click();
}

// What else an Admin meets: the grid's own controls, the profile, the account.
async function lookAround(page, scripted, tag) {
    await page.goto(`${base}/cc/users`);
    await page.getByRole("searchbox").fill("no such user");
    await page.getByRole("button", { name: "Search" }).click();
    is(await page.getAttribute('table[data-grid="users"]', "data-total"), "0", `${tag}: a search that finds nothing`);
    await look(page, "users none found", scripted);
    await page.getByRole("link", { name: "Clear search and filters" }).first().click();
    await page.locator("summary", { hasText: "Filters" }).click();
    await page.locator("#users-filter-role").selectOption("L80");
    await look(page, "users filters", scripted);
    await page.getByRole("button", { name: "Apply filters" }).click();
    is(await page.getAttribute('table[data-grid="users"]', "data-total"), "1", `${tag}: a filter by role`);
    await page.locator("summary", { hasText: "Columns" }).click();
    await look(page, "users columns", scripted);
    await page.goto(`${base}/cc/users`);
    await page.locator('th[data-col="role"] a').click();
    like(page.url(), /sort=role/, `${tag}: a header sorts`);
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Download CSV" }).click()]);
    like(download.suggestedFilename(), /\.csv$/, `${tag}: CSV is a download`);
    await page.getByRole("link", { name: "Customer Profile" }).first().click();
    is(await body(page, "page"), "profile", `${tag}: the profile`);
    await look(page, "profile", scripted);
    await page.locator("summary", { hasText: "User menu" }).click();
    await look(page, "user menu", scripted);
    await page.getByRole("link", { name: "My account" }).click();
    is(await body(page, "page"), "account", `${tag}: the account`);
    await look(page, "account", scripted);
    await page.goto(`${base}/cc/nosuch`);
    is(await page.locator("main").getAttribute("data-error"), "404", `${tag}: a page that is not there`);
    await look(page, "not found", scripted);
}

async function play(scripted) {
    const tag = scripted ? "with scripts" : "without scripts";
    const id = `${scripted ? "s" : "n"}${process.pid}`;
    const [green, blue] = [`G${id}`, `B${id}`];
    const who = { name: "Nora Newcomer", email: `nora.${id}@example.com` };
    const admin = `CC-${id}`;
    const party = (code, name) => [
        { type: "party", code, name, unique_number: "206305901", vat_number: "BG206305901", vat_registered: true, address: "102 Bulgaria Blvd., Sofia", active: true },
        { type: "customer", number: code, party: code, enterprise_company: "LAGERTA", serviced_by: "SOF", from_date: "2020-01-01" }];
    load(...party(green, "Olivia Green"), ...party(blue, "Bertram Blue"),
        { type: "user", login: admin, email: `${admin}@example.com`, name: "Catherine Carter", user_type: "EXT", password },
        { type: "external_access", customer: green, user: admin, role: "L80" }, { type: "external_access", customer: blue, user: admin, role: "L90" });

    const nora = await person("Nora", scripted), catherine = await person("Catherine", scripted);
    await register(nora, who, scripted, tag);

    await login(catherine, admin, password);
    is(await body(catherine, "page"), "select-customer", `${tag}: an Admin of two customers chooses first`);
    await look(catherine, "select-customer", scripted);
    await catherine.getByRole("button", { name: "Olivia Green" }).click();
    is(await body(catherine, "customer"), green, `${tag}: and is there`);
    await look(catherine, "home of an Admin", scripted);
    await add(catherine, who, "L30", "30", scripted, tag);

    await login(nora, who.email, password);
    is(`${await body(nora, "page")} ${await body(nora, "role")}`, "home L30", `${tag}: the new user is in`);
    ok(await nora.getByText("Welcome, Nora Newcomer").first().isVisible(), `${tag}: and welcome`);
    is(await nora.getByRole("link", { name: "User Management" }).count(), 0, `${tag}: without User Management`);
    await look(nora, "home of the new user", scripted);

    await switchTo(catherine, "Bertram Blue");
    is(await body(catherine, "customer"), blue, `${tag}: the switch changes the customer`);
    await catherine.locator("details.cc-switch summary").click();
    await look(catherine, "switch open", scripted);
    await catherine.goto(`${base}/cc/`);
    await add(catherine, who, "L30", "0", scripted, tag);

    await nora.goto(`${base}/cc/`);
    is(await body(nora, "customer") ?? "none", await body(nora, "page") === "home" ? green : "none", `${tag}: a second customer changes nothing unasked`);
    if (await body(nora, "page") === "select-customer") {
        await nora.getByRole("button", { name: "Olivia Green" }).click();
    }
    await switchTo(nora, "Bertram Blue");
    is(`${await body(nora, "page")} ${await body(nora, "customer")}`, `home ${blue}`, `${tag}: Nora switches as well`);
    await logout(nora, tag);
    await login(nora, who.email, password);
    is(await body(nora, "customer"), blue, `${tag}: and the choice is remembered`);

    await catherine.goto(`${base}/cc/users`);
    await change(catherine, who, scripted, tag);
    await nora.goto(`${base}/cc/`);
    is(await body(nora, "role"), "L40", `${tag}: a change counts at once`);
    await remove(catherine, who, scripted, tag);
    await nora.goto(`${base}/cc/profile`);
    is(`${await body(nora, "page")} ${await body(nora, "customer")}`, `profile ${green}`, `${tag}: removed from one, the other is left`);
    await switchTo(catherine, "Olivia Green");
    await catherine.goto(`${base}/cc/users`);
    await remove(catherine, who, scripted, tag);
    await nora.goto(`${base}/cc/`);
    is(await nora.locator("main").getAttribute("data-error"), "CC010", `${tag}: removed from both it is CC010 again`);
    await lookAround(catherine, scripted, tag);
    await logout(catherine, tag);
    is(path(catherine), "/cc/login", `${tag}: the end`);
    await nora.context().close();
    await catherine.context().close();
}

// The idle notice, menus by keyboard, and a form that is sent once: what scripts add.
async function extras() {
    const page = await person("keyboard", true);
    const id = `k${process.pid}`;
    load({ type: "party", code: id, name: "Keyboard", active: true },
        { type: "customer", number: id, party: id, enterprise_company: "LAGERTA", serviced_by: "SOF", from_date: "2020-01-01" },
        { type: "user", login: id, email: `${id}@example.com`, name: "Kim Keyboard", user_type: "EXT", password },
        { type: "external_access", customer: id, user: id, role: "L90" });
    await page.goto(`${base}/cc/login`);
    await page.keyboard.press("Tab");
    is(await page.evaluate(() => document.activeElement.className), "cc-skip", "keyboard: the first stop skips to the content");
    await page.getByLabel("E-mail or login name").focus();
    await page.keyboard.type(id);
    await page.keyboard.press("Tab");
    await page.keyboard.type(password);
    await page.keyboard.press("Enter");
    await page.waitForSelector('body[data-page="home"]');
    ok(true, "keyboard: login without a pointer");
    const menu = page.locator("details.cc-user");
    await menu.locator("summary").focus();
    await page.keyboard.press("Enter");
    is(await menu.evaluate(element => element.open), true, "keyboard: a menu opens");
    await page.keyboard.press("Escape");
    is(await menu.evaluate(element => element.open), false, "keyboard: and closes by Escape");
    await page.context().close();
    await idle(id);
}

// Two minutes before its end a session that nobody uses is said to end; not while it is used in another window.
async function idle(name) {
    const page = await person("idle", true);
    await page.clock.install();
    await login(page, name, password);
    is(await body(page, "idle"), "1800", "idle: pages say how long a session lasts without use");
    const other = await page.context().newPage(), notice = page.locator("[data-idle-notice]");
    await page.clock.fastForward("20:00");
    is(await notice.textContent(), "", "idle: no notice at first");
    await other.goto(`${base}/cc/profile`);
    await page.clock.fastForward("15:00");
    is(await notice.textContent(), "", "idle: nor while the session is used in another window");
    await page.clock.fastForward("14:00");
    like(await notice.textContent(), /logged out soon/, "idle: then the page says so");
    await look(page, "idle notice", true);
    await page.context().close();
}

try {
    await play(true);
    await play(false);
    await extras();
} catch (error) {
    ok(false, "the story comes to its end", error.stack);
} finally {
    await browser.close();
}
done();
