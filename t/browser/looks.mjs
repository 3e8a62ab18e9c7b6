// Where the focus goes: to problems, by the names of their fields, and to what is said of a conflict.

import { base, browser, done, is, like, load, look, ok, person } from "../lib/browser.mjs";

const password = "harbour violet lantern 52";
const tag = `looks${process.pid}`;
const languages = ["en", "de"];

const user = (login, language) => ({ type: "user", login, email: `${login}@example.com`, name: `Robin ${login}`, user_type: "EXT", password, language });
const access = (login, role) => ({ type: "external_access", customer: tag, user: login, role });
const customer = (number, name) => [{ type: "party", code: number, name, active: true },
    { type: "customer", number, party: number, enterprise_company: "LAGERTA", serviced_by: "SOF", from_date: "2020-01-01" }];
const focused = page => page.evaluate(() => document.activeElement.id);
async function enter(where, login) {
    const page = await person(login, true);
    await page.goto(`${base}${where}/login`);
    await page.locator("#login").fill(login);
    await page.locator("#password").fill(password);
    await page.locator("main form button").click();
    await page.waitForSelector("[data-user]");
    return page;
}

async function problems() {
    const page = await person("visitor", true);
    await page.goto(`${base}/cc/register`);
    await page.locator("main form button").click();
    await page.waitForSelector("#problems");
    is(await focused(page), "problems", "problems: they have the focus");
    is((await page.locator("#problems a").allTextContents()).join(" | "),
        "E-mail: Please fill in this field. | Full name: Please fill in this field. | Password: Please fill in this field.", "problems: each says whose it is");
    await look(page, "register with nothing in it", true);
    await page.locator("#problems a").nth(1).click();
    is(await focused(page), "full_name", "problems: and leads there");
    await page.goto(`${base}/cc/login`);
    await page.locator("#login").fill("nobody");
    await page.locator("main form button").click();
    await page.waitForSelector("#problems");
    is((await page.locator("#problems li").allTextContents()).join(), "The login or the password is not right.", "problems: a sign-in that failed is that of no single field");
    await page.context().close();
}

async function conflict(page) {
    await page.goto(`${base}/cc/users`);
    await page.locator("tr", { hasText: `<${tag}-de>` }).getByRole("link", { name: /^Edit/ }).click();
    load({ ...access(`${tag}-de`, "L80"), notes: "by somebody else" });
    await page.locator("#notes").fill("mine");
    await page.getByRole("button", { name: "Save" }).click();
    await page.waitForSelector(".alert-warning");
    is(await focused(page), "conflict", "conflict: what is said of it has the focus");
    like(await page.title(), /^Error: Edit access/, "conflict: and the window's title says that it failed");
}

try {
    load({ type: "enterprise_company", code: "LAGERTA", name: "Lagerta Ltd." }, { type: "location", code: "SOF", name: "Sofia", enterprise_company: "LAGERTA" },
        ...customer(tag, "Green Groceries"),
        ...languages.flatMap(language => [user(`${tag}-${language}`, language), access(`${tag}-${language}`, "L80")]));
    await problems();
    await conflict(await enter("/cc", `${tag}-en`));
} catch (error) {
    ok(false, "the story comes to its end", error.stack);
} finally {
    await browser.close();
}
done();
