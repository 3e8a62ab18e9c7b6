// What people see and where the focus goes: problems by the names of their fields, a conflict, controls in line in every
// language, names of any length, and nothing that has the focus behind what stands in front of it.

import { base, browser, done, is, like, load, look, ok, password, person } from "../lib/browser.mjs";

const tag = `looks${process.pid}`;
const languages = ["en", "de", "bg"];
const long = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";

const user = (login, language, more) => ({ type: "user", login, email: `${login}@example.com`, name: `Robin ${login}`, user_type: "EXT", password, language, ...more });
const access = (login, role, customer = tag) => ({ type: "external_access", customer, user: login, role });
const customer = (number, name) => [{ type: "party", code: number, name, active: true },
    { type: "customer", number, party: number, enterprise_company: "LAGERTA", serviced_by: "SOF", from_date: "2020-01-01" }];
const focused = page => page.evaluate(() => document.activeElement.id);
const box = locator => locator.evaluate(element => {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    return { left, right, top, bottom };
});

async function signIn(page, where, login) {
    await page.goto(`${base}${where}/login`);
    await page.locator("#login").fill(login);
    await page.locator("#password").fill(password);
    await page.locator("main form button").click();
    await page.waitForSelector("[data-user]");
}

async function enter(where, login) {
    const page = await person(login, true);
    await page.emulateMedia({ reducedMotion: "reduce" }); // scrolled at once
    await signIn(page, where, login);
    return page;
}

// Which of the controls that the Tab key reaches from `first` on cannot be seen when they have the focus
async function hidden(page, first, count) {
    const found = [];
    await first.focus();
    for (let i = 0; i < count; i++) {
        const control = await page.evaluate(() => {
            const element = document.activeElement, area = element.getBoundingClientRect();
            const seen = document.elementFromPoint(area.left + area.width / 2, area.top + area.height / 2);
            return area.height > window.innerHeight || seen === element || element.contains(seen) ? null : element.name || element.textContent.trim();
        });
        if (control) {
            found.push(control);
        }
        await page.keyboard.press("Tab");
    }
    return found.join(", ");
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

const typesLong = page => page.evaluate(() => {
    const now = Date.now;
    Date.now = () => now() + 61000;
});

// What was typed stays when the session ended meanwhile, and goes with the one that the same user has by then.
async function ended(page) {
    const context = page.context(), sent = [], edit = page.locator("tr", { hasText: `<${tag}-bg>` }).getByRole("link", { name: /^Edit/ });
    page.on("request", request => request.method() === "POST" && sent.push(request.url()));
    await page.goto(`${base}/cc/users`);
    await edit.click();
    await page.waitForSelector("#notes");
    await typesLong(page);
    for (const now of [null, `${tag}-de`]) {
        await page.locator("#notes").fill("written before lunch");
        await context.clearCookies();
        if (now) {
            const other = await context.newPage();
            await signIn(other, "/cc", now);
            await other.close();
        }
        await page.getByRole("button", { name: "Save" }).click();
        await page.waitForSelector("#logged-out:focus");
        is(sent.length, 0, `a session that ended, ${now ?? "nobody"} has one now: the form is not sent`);
        is(await page.locator("#notes").inputValue(), "written before lunch", "and what was typed is still there");
        await page.locator("#logged-out").evaluate(element => { element.hidden = true; element.blur(); });
    }
    await context.clearCookies();
    await page.getByRole("button", { name: "Save" }).click();
    await page.waitForSelector("#logged-out:focus");
    await look(page, "a form whose session ended", true);
    const [again] = await Promise.all([context.waitForEvent("page"), page.getByRole("link", { name: "Log in in a new window" }).click()]);
    await signIn(again, "/cc", `${tag}-en`);
    await again.close();
    await page.getByRole("button", { name: "Save" }).click();
    await page.waitForSelector('[data-page="users"]');
    is(sent.length, 1, "whoever logged in again in another window sends it, once");
    is(await page.locator("tr", { hasText: `<${tag}-bg>` }).locator('[data-col="notes"]').textContent(), "written before lunch", "and it is saved");
    is(await page.locator(".cc-flash").textContent(), "The changes were saved.", "which is said");
    await edit.click();
    await page.locator("#notes").fill("not saved");
    await page.goBack();
    await page.waitForSelector('[data-page="users"]');
    is(await page.locator(".cc-flash").count(), 0, "and not again to whoever comes back from what was not saved");
}

// A browser that does not know the newest selectors has the rest of the scripts.
async function older() {
    const page = await person("older browser", true);
    await page.addInitScript(() => {
        for (const from of [Document.prototype, Element.prototype]) {
            for (const name of ["querySelector", "querySelectorAll"]) {
                const known = from[name];
                from[name] = function (selector) {
                    if (selector.includes(":has(")) {
                        throw new DOMException(`'${selector}' is not a valid selector`, "SyntaxError");
                    }
                    return known.call(this, selector);
                };
            }
        }
    });
    await page.goto(`${base}/cc/login`);
    await page.locator("#login").fill(`${tag}-en`);
    await page.locator("#password").fill(password);
    await page.locator("main form button").click();
    await page.goto(`${base}/cc/orders`);
    is(await page.locator("input[type=date]").count(), 2, "older browser: dates are picked");
    is(await page.locator("th[data-col][draggable=true]").count() > 0, true, "older browser: and columns dragged");
    await page.context().close();
}

async function toolbar(page, language) {
    await page.goto(`${base}/cc/orders`);
    const tops = await page.locator(".cc-search, .cc-toolbar details.cc-drop, .cc-toolbar > .btn").evaluateAll(list => list.map(each => each.getBoundingClientRect().top));
    is(new Set(tops).size, 1, `${language}: all ${tops.length} controls above a list are in one line`);
    for (const name of ["amount", "date"]) {
        const head = await page.locator(`th[data-col="${name}"] a`).evaluate(link => {
            const range = document.createRange();
            range.selectNodeContents(link);
            const { left, right } = range.getBoundingClientRect();
            return { left, right };
        });
        const value = await page.locator(`td[data-col="${name}"]`).first().evaluate(cell => {
            const range = document.createRange();
            range.selectNodeContents(cell);
            const { left, right } = range.getBoundingClientRect();
            return { left, right };
        });
        const side = name === "amount" ? "right" : "left";
        ok(Math.abs(head[side] - value[side]) < 1, `${language}: the head ${name} is above its values`, JSON.stringify([head, value]));
    }
    await page.emulateMedia({ forcedColors: "active" });
    is(await page.locator("thead th a").evaluateAll(list => list.filter(link => {
        const arrow = getComputedStyle(link, "::after");
        return !/, 0\)$/.test(arrow.borderTopColor) || !/, 0\)$/.test(arrow.borderBottomColor);
    }).map(link => link.textContent).join()), await page.locator("th[aria-sort] a").textContent(), `${language}: with colours of one's own only the sorted column has an arrow`);
    await page.locator("#orders-columns summary").click();
    const tick = page.locator("#orders-columns .form-check-input").first(), ticked = await tick.screenshot();
    await tick.evaluate(element => { element.checked = false; });
    ok(!ticked.equals(await tick.screenshot()), `${language}: and a box that is ticked looks like it`);
    await page.emulateMedia({ forcedColors: "none" });
    await page.setViewportSize({ width: 360, height: 740 });
    is((await box(page.locator("#orders-filters"))).top, (await box(page.locator("#orders-group"))).top, `${language}: on a phone no button has a line of its own before there is need`);
    await page.setViewportSize({ width: 1280, height: 640 });
    await page.goto(`${base}/cc/orders`);
    await page.locator("#orders-filters summary").click();
    const panel = await box(page.locator("#orders-filters .cc-drop-panel"));
    for (const at of [panel.left + 3, panel.right - 25]) {
        const apply = await box(page.locator("#orders-filters button[type=submit]"));
        is(await page.evaluate(([x, y]) => document.elementFromPoint(x, y).className, [at, (apply.top + apply.bottom) / 2]), "cc-apply", `${language}: no field shows through beside the button that applies filters`);
    }
    is(await hidden(page, page.locator("#orders-filter-date"), await page.locator("#orders-filters :is(input:not([type=hidden]), select, a, button)").count()), "", `${language}: nor is one behind it that has the focus`);
    await page.setViewportSize({ width: 1280, height: 900 });
}

async function longNames() {
    const page = await enter("/cc", `${tag}-long`);
    for (const address of ["/cc/", "/cc/profile"]) {
        await page.goto(base + address);
        for (const width of [1280, 768, 641, 320]) {
            await page.setViewportSize({ width, height: 900 });
            const wide = await page.evaluate(() => document.scrollingElement.scrollWidth);
            ok(wide <= width, `a long name: ${address} is not wider than ${width} px`, `${wide} px`);
        }
    }
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.goto(`${base}/cc/users?group=days_back`);
    is((await page.locator(".cc-group th").first().textContent()).trim(), "Достъп назад (дни): без ограничение (1)", "a group of rows without a limit of days is called so");
    is(await page.locator(".cc-grid-scroll").evaluate(list => list.scrollWidth - list.clientWidth), 0, "a note without blanks makes no list wider");
    for (const width of [1280, 1000, 768, 641]) {
        await page.setViewportSize({ width, height: 900 });
        await page.locator(".cc-brand span").evaluate(title => {
            title.textContent = "Lagerta International Trading and Logistics Holding AG - Client Center";
        });
        const { top, bottom } = await box(page.locator(".cc-user > summary"));
        ok(top >= 0 && bottom <= 56, `a long title: the menu of the user stays in the first line of the bar at ${width} px`, `${top} to ${bottom}`);
    }
    await page.context().close();
}

// A box to tick and its label are side by side, the star stands beside a word, and no word of the menu is broken.
async function words(language) {
    const page = await person(`${tag}-${language}`, true, language);
    await page.setViewportSize({ width: 320, height: 700 });
    await page.goto(`${base}/cc/login`);
    const tick = await box(page.locator("#remember")), label = await box(page.locator('label[for="remember"]'));
    ok(tick.bottom > label.top && tick.top < label.bottom && tick.right <= label.left, `${language}: a box to tick is beside its label on a phone`, JSON.stringify([tick, label]));
    is(await page.locator('label[for="login"]').evaluate(element => {
        const star = element.querySelector(".cc-required"), text = document.createRange();
        text.selectNodeContents(element.firstChild);
        return [...text.getClientRects()].pop().bottom - star.getClientRects()[star.getClientRects().length - 1].bottom;
    }), 0, `${language}: the star of a field is in line with its last word`);
    await page.context().close();
}

async function menu(page, language) {
    await page.setViewportSize({ width: 1280, height: 900 });
    for (const path of ["orders", "payment-history", "users"]) {
        await page.goto(`${base}/cc/${path}`);
        is(await page.locator("#menu a span").evaluateAll(list => list.filter(element => {
            const text = document.createRange();
            text.selectNodeContents(element);
            return new Set([...text.getClientRects()].map(line => line.top)).size > element.textContent.trim().split(/\s+/).length;
        }).map(element => element.textContent).join()), "", `${language}: no word of the menu is broken, ${path}`);
    }
}

// Who is signed in may make an account for somebody else: the form has its place beside the menu, and what was done is said.
async function another(page) {
    await page.goto(`${base}/cc/users/add`);
    await page.locator("main").getByRole("link", { name: "Create new local account" }).click();
    is(await page.getAttribute("body", "data-page"), "register", "Add User leads those to whom nobody told of it to the registration");
    const form = await box(page.locator("main .card")), beside = await box(page.locator("#menu"));
    ok(form.left - beside.right >= 20, "register: the form of somebody who is signed in does not touch the menu", JSON.stringify([form, beside]));
    await look(page, "register signed in", true);
    await page.locator("#email").fill(`${tag}-new@example.com`);
    await page.locator("#full_name").fill("Nina Newcomer");
    await page.locator("#password").fill(password);
    await page.locator("#confirm_password").fill(password);
    await page.locator("main form button").click();
    await page.waitForSelector('[data-page="home"]');
    like(await page.locator('[role="status"]').first().textContent(), /^\s*Your registration was received/, "register: and a notice says what was done");
}

// Two fields named From and To are those of their column, and what a range is written with is on every keyboard.
async function filters(page) {
    await page.goto(`${base}/cc/invoices`);
    await page.locator("#invoices-filters summary").click();
    is(await page.getByRole("group", { name: "Date", exact: true }).getByLabel("From").count(), 1, "filters: a picker is that of its column");
    is(await page.locator("#invoices-filter-amount").getAttribute("inputmode"), null, "filters: a range of numbers needs more than a keypad of digits");
    await page.goto(`${base}/cc/orders?filter.date=28.11.2026&filter.amount=dear&filter.notes=x`);
    like((await page.locator(".cc-empty .form-text").allTextContents()).join(" | "), /^Date: Such as \d{4}-\d\d, .* \| Amount: Such as 10, 10\.\.20 or \.\.5$/,
        "filters: where nothing matches it is said how those of dates and numbers are written");
    await look(page, "orders that no filter matches", true);
}

// A table may be cut where a column ends, and looks complete then: a shade at the side says that there is more of it.
async function more(page) {
    await page.goto(`${base}/cc/orders?q=${tag}-nothing`);
    const strip = async scheme => {
        await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
        const { right } = await box(page.locator(".cc-grid-scroll")), { top } = await box(page.locator(".cc-empty"));
        return (await page.screenshot({ clip: { x: right - 5, y: top + 2, width: 3, height: 20 } })).toString("base64");
    };
    for (const scheme of ["light", "dark"]) {
        await page.setViewportSize({ width: 375, height: 900 });
        const region = page.locator(".cc-grid-scroll");
        await region.evaluate(element => element.scrollTo(0, 0));
        const begin = await strip(scheme);
        await region.evaluate(element => element.scrollTo(element.scrollWidth, 0));
        const end = await strip(scheme);
        await page.setViewportSize({ width: 1280, height: 900 });
        is(begin === end, false, `a shade is where a table goes on, ${scheme}`);
        is(await strip(scheme), end, `and none where it ends, ${scheme}`);
    }
    await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
}

async function wayBack(page) {
    await page.goto(`${base}/cc/orders?filter.status=Ordered&notice=layout-saved`);
    await page.locator('td[data-col="document_no"] a').first().click();
    await page.getByRole("link", { name: "Back to orders" }).click();
    is(new URL(page.url()).search, "?filter.status=Ordered", "from an order back to the list: it is as it was left, but for what was said there");
    await page.goto(`${base}/cc/users?q=${tag}-1`);
    await page.locator(".cc-edit").first().click();
    await page.getByRole("link", { name: "Cancel" }).click();
    is(new URL(page.url()).search, `?q=${tag}-1`, "from a user as well");
    await page.goto(`${base}/cc/orders`);
    await page.goto(`${base}/cc/users/add`);
    await page.getByRole("link", { name: "Cancel" }).click();
    is(new URL(page.url()).pathname + new URL(page.url()).search, "/cc/users", "from elsewhere to the list itself");
}

async function manyCustomers() {
    const page = await enter("/cc", `${tag}-many`);
    await page.locator(`button[value="${tag}-c79"]`).click();
    await page.waitForSelector('[data-page="home"]');
    await page.locator(".cc-switch summary").click();
    const current = page.locator(".cc-switch [aria-current]");
    await page.waitForFunction(element => element.getBoundingClientRect().bottom < window.innerHeight, await current.elementHandle(), { timeout: 3000 }).catch(() => {});
    const list = await box(page.locator(".cc-switch .cc-drop-panel")), present = await box(current);
    ok(present.top >= list.top && present.bottom <= list.bottom, "many customers: the list opens where the present one is", JSON.stringify([list, present]));

    // a form that is about no customer, while another one is chosen; and one whose session nobody tells of
    for (const hangs of [false, true]) {
        await page.goto(`${base}/cc/account`);
        await typesLong(page);
        if (hangs) {
            await page.route("**/account", route => route.request().method() === "POST" ? route.continue() : undefined, { times: 1 });
            await page.evaluate(() => {
                const later = window.setTimeout;
                window.setTimeout = (what, wait, ...more) => later(what, wait / 100, ...more);
            });
        } else {
            const other = await page.context().newPage();
            await other.goto(`${base}/cc/select-customer`);
            await other.locator(`main button[value="${tag}-c78"]`).click();
            await other.waitForSelector('[data-page="home"]');
            await other.close();
        }
        await page.locator("#full_name").fill(`Robin ${hangs}`);
        await page.getByRole("button", { name: "Save" }).click();
        await page.waitForSelector(".cc-flash");
        is(await page.locator("#full_name").inputValue(), `Robin ${hangs}`, `many customers: ${hangs ? "a form is sent where it cannot be told soon whether the session is there" : "another one chosen meanwhile keeps back no form that is about none"}`);
    }
    await page.context().close();
}

async function office(language) {
    const page = await enter("/backoffice", `${tag}-office-${language}`);
    await page.setViewportSize({ width: 1280, height: 900 });
    for (const path of [`customers/${tag}`, `parties/${tag}`]) {
        await page.goto(`${base}/backoffice/${path}`);
        if (path.startsWith("customers")) { // that of a party scrolls when locations have long names
            await page.locator('[data-grid="customer"] input[name$=".days_back"]').first().fill("7");
            await page.locator('[data-grid="customer"] input[type="checkbox"]').nth(1).check();
            await page.locator('[data-panel="add"] input').first().fill(`${tag}-long`);
            await page.locator('[data-panel="add"] select').first().selectOption("L30");
            await page.locator('button[name="preview"]').click();
            await page.waitForSelector('[data-panel="changes"]');
            is(await page.locator(".cc-grid-scroll").evaluateAll(list => list.map(each => each.scrollWidth - each.clientWidth).filter(each => each > 0).join()), "", `${language}: the controls of External Access have room at 1280 px`);
        }
        for (const width of [1280, 768, 375]) {
            await page.setViewportSize({ width, height: 900 });
            is(await page.locator("td select").evaluateAll(list => list.filter(each => {
                const copy = each.cloneNode(true);
                copy.style.cssText = "position: absolute; width: max-content; min-width: 0; max-width: none";
                document.querySelector("main").append(copy);
                const need = copy.offsetWidth;
                copy.remove();
                return each.offsetWidth < need;
            }).map(each => each.name).join()), "", `${language}: and no choice is cut off at ${width} px`);
        }
        await page.setViewportSize({ width: 1280, height: 900 });
    }
    await page.context().close();
}

async function officeForms() {
    const page = await enter("/backoffice", `${tag}-office-en`);
    await page.setViewportSize({ width: 1280, height: 700 });
    await page.goto(`${base}/backoffice/customers/${tag}`);
    const rows = page.locator('[data-panel="add"]'), button = page.getByRole("button", { name: "Add a row" });
    const region = await box(page.locator(".cc-grid-scroll", { has: rows })), first = await box(rows.locator("input").first()), add = await box(button);
    ok(first.left - region.left >= 4, "External Access: fields do not touch the edge of their table", JSON.stringify([region, first]));
    ok(add.top - region.bottom >= 8, "External Access: nor does the button below it", JSON.stringify([region, add]));
    const controls = await page.locator('[data-panel="add"] :is(input, select, textarea), .cc-grid :is(input:not([type=hidden]), select, textarea, a, summary, button):visible').count();
    is(await hidden(page, rows.locator("input").first(), controls), "", "External Access: nothing that has the focus is behind the bar that saves");
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.goto(`${base}/backoffice/parties/${tag}`);
    const middle = area => (area.top + area.bottom) / 2;
    const number = await box(page.locator('td[data-col="number"] a')), choice = await box(page.locator('[data-grid="customers"] select').first());
    ok(Math.abs(middle(number) - middle(choice)) < 3, "party: the number of a customer is in line with its row", JSON.stringify([number, choice]));
    await page.locator('input[name$=".number"]:not([type=hidden])').first().fill(tag);
    await page.getByRole("button", { name: "Save and close" }).click();
    await page.locator("#problems a").first().click();
    is(await focused(page), "row.1.number", "party: a problem with a customer leads to its field");
    await page.context().close();
}

try {
    load({ type: "enterprise_company", code: "LAGERTA", name: "Lagerta Ltd." }, { type: "location", code: "SOF", name: "Sofia", enterprise_company: "LAGERTA" },
        { type: "location", code: "PDV", name: "Plovdiv, all of it", enterprise_company: "LAGERTA" }, ...customer(tag, "Green Groceries"), ...customer(`${tag}-L`, long),
        { type: "document_type", id: "test-order", entity: "SalesOrders", name: "Sales Order" },
        { type: "order", document_no: `${tag}-1`, customer: tag, document_type: "test-order", date: "2026-01-15", status: "Ordered", currency: "EUR", amount: "18.00", lines: [] },
        ...languages.flatMap(language => [user(`${tag}-${language}`, language), access(`${tag}-${language}`, "L80")]),
        ...Array.from({ length: 12 }, (_, i) => [user(`${tag}-${i}`, "en", { password: undefined }), access(`${tag}-${i}`, "L20")]).flat(),
        ...Array.from({ length: 80 }, (_, i) => [...customer(`${tag}-c${i}`, `Customer ${100 + i}`), ...i ? [] : [user(`${tag}-many`, "en")], access(`${tag}-many`, "L10", `${tag}-c${i}`)]).flat(),
        user(`${tag}-long`, "bg"), { ...access(`${tag}-long`, "L90", `${tag}-L`), notes: "n".repeat(254) }, ...languages.map(language => user(`${tag}-office-${language}`, language, { user_type: "INT", is_admin: true })));
    await problems();
    for (const language of languages) {
        const page = await enter("/cc", `${tag}-${language}`);
        await toolbar(page, language);
        await menu(page, language);
        if (language === "en") {
            await conflict(page);
            await another(page);
            await filters(page);
            await more(page);
            await wayBack(page);
            await ended(page);
        }
        await page.context().close();
        await words(language);
        await office(language);
    }
    await older();
    await longNames();
    await manyCustomers();
    await officeForms();
} catch (error) {
    ok(false, "the story comes to its end", error.stack);
} finally {
    await browser.close();
}
done();
