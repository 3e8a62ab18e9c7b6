// A customer looks at orders, invoices and payments: cards, lists, single documents, groups and the order of columns by
// buttons and by dragging, filters, the saved layout, what is out of reach, and print. Once with scripts and once without.

import { base, browser, done, is, like, load, look, ok, password, person } from "../lib/browser.mjs";

const body = (page, name) => page.getAttribute("body", `data-${name}`);
const path = page => new URL(page.url()).pathname;
const day = before => {
    const now = new Date();
    const date = new Date(now.getFullYear(), now.getMonth(), now.getDate() - before, 12);
    return [date.getFullYear(), date.getMonth() + 1, date.getDate()].map(part => String(part).padStart(2, "0")).join("-");
};

// ---- data ----

const types = [
    { type: "document_type", id: "test-order", entity: "SalesOrders", name: "Sales Order" },
    { type: "document_type", id: "test-quote", entity: "SalesOrders", name: "Quotation" },
    { type: "document_type", id: "test-invoice", entity: "SalesInvoices", name: "Invoice" },
    { type: "document_type", id: "test-credit", entity: "SalesInvoices", name: "Credit Note" }];
const products = ["Apples, red, size 75-80", "Pears", "Honey of acacia in jars of 450 g with a label of your own", "Crates, foldable"];

function lines(count) {
    return Array.from({ length: count }, (_, i) => ({
        no: i + 1, product_code: `A-${100 + i}`, product_name: products[i % products.length], quantity: i % 3 ? "2.5" : "1200", unit: i % 3 ? "kg" : "pcs",
        price: "1.25", discount: i % 2 ? "0.05" : "0", amount: i % 3 ? "3.125" : "1500",
    }));
}

function records(customer, tag) {
    const made = [];
    for (let i = 0; i < 40; i++) {
        made.push({ type: "order", document_no: `${tag}/${String(i).padStart(4, "0")}`, customer, document_type: i % 4 ? "test-order" : "test-quote", date: day(i * 9),
            status: ["Ordered", "Delivered", "Invoiced"][i % 3], currency: i % 5 ? "EUR" : "USD", amount: `${1000 + i * 97}.50`,
            notes: i % 3 ? null : "Please ring at the gate,\nthe bell is to the left.", lines: lines(i === 0 ? 60 : 3) });
        if (i % 2 === 0) {
            made.push({ type: "invoice", document_no: `${tag}-I${i}`, customer, document_type: i % 8 ? "test-invoice" : "test-credit", date: day(i * 9), currency: "EUR",
                amount: `${1000 + i * 97}.50`, order_no: `${tag}/${String(i).padStart(4, "0")}`, lines: lines(4) },
            { type: "due_payment", customer, ref_document_date: day(i * 9), due_date: day(i * 9 - 30), remaining_amount: `${i * 10}.00`, paid_amount: "5.00",
                currency: i % 5 ? "EUR" : "USD", invoice_no: `${tag}-I${i}` },
            { type: "payment", customer, payment_date: day(i * 4), paid_amount: `${i * 10}.00`, covered_amount: `${i * 10}.00`, currency: "EUR",
                invoice_no: `${tag}-I${i}`, order_no: `${tag}/${String(i).padStart(4, "0")}` });
        }
    }
    return made;
}

// ---- steps ----

async function login(page, name) {
    await page.goto(`${base}/cc/login`);
    await page.getByLabel("E-mail or login name").fill(name);
    await page.locator("#password").fill(password);
    await page.getByRole("button", { name: "Log in" }).click();
}

const drop = (page, name) => page.locator(".cc-toolbar > details, .cc-toolbar .cc-query > details").filter({ has: page.locator("summary", { hasText: name }) });

async function openDrop(page, name) {
    const panel = drop(page, name).first();
    if (!await panel.evaluate(element => element.open)) {
        await panel.locator("summary").first().click();
    }
    return panel;
}

const columns = page => page.locator("table[data-grid] th[data-col]").evaluateAll(cells => cells.map(cell => cell.dataset.col).join(" "));
const groups = page => page.locator("tr[data-group]").evaluateAll(rows => rows.map(row => `${row.dataset.groupLevel} ${row.dataset.group}`).filter((text, i, all) => all.indexOf(text) === i).sort().join(", "));

async function cards(page, scripted, tag) {
    await look(page, "home with cards", scripted);
    for (const name of ["orders", "invoices", "due-payments"]) {
        await page.goto(`${base}/cc/`);
        const card = page.locator(`[data-card="${name}"]`);
        const count = await card.locator("[data-count]").getAttribute("data-count");
        await card.click();
        is(await body(page, "page"), name, `${tag}: the card ${name} leads to its list`);
        is(await page.getAttribute(`table[data-grid="${name}"]`, "data-total"), count, `${tag}: which has as many as the card says`);
    }
}

// Groups and the order of columns by links and buttons.
async function byButtons(page, scripted, tag) {
    await page.goto(`${base}/cc/orders`);
    await look(page, "orders", scripted);
    const amounts = page.locator('td[data-col="amount"]');
    is(await amounts.first().evaluate(cell => getComputedStyle(cell, "::before").content.replace(/\s/g, " ")), `"USD "`, `${tag}: an amount shows its currency`);
    is(await amounts.nth(1).evaluate(cell => getComputedStyle(cell, "::before").content.replace(/\s/g, " ")), `"EUR "`, `${tag}: each its own`);
    let panel = await openDrop(page, "Group");
    await look(page, "orders choosing groups", scripted);
    await panel.getByRole("link", { name: "Status" }).first().click();
    is(await groups(page), "0 status", `${tag}: a link groups`);
    const heads = await page.locator("tr[data-group] [data-sum] [data-value]").count();
    ok(heads > 0, `${tag}: with sums`);
    panel = await openDrop(page, "Group");
    await panel.getByRole("link", { name: "Type name" }).first().click();
    is(await groups(page), "0 status, 1 type_name", `${tag}: by a second level`);
    await look(page, "orders grouped", scripted);
    panel = await openDrop(page, "Group");
    await panel.getByRole("link", { name: "Move Type name up" }).click();
    is(await groups(page), "0 type_name, 1 status", `${tag}: levels change their places`);
    panel = await openDrop(page, "Group");
    await panel.getByRole("link", { name: "Do not group by Status" }).click();
    is(await groups(page), "0 type_name", `${tag}: and are taken away`);

    panel = await openDrop(page, "Columns");
    await look(page, "orders choosing columns", scripted);
    const before = (await columns(page)).split(" ");
    await panel.locator("[data-move='-1']").nth(1).click();
    if (scripted) {
        await panel.getByRole("button", { name: "Apply" }).click();
    }
    is(await columns(page), [before[1], before[0], ...before.slice(2)].join(" "), `${tag}: a column moves by its button`);
    panel = await openDrop(page, "Columns");
    await panel.locator('input[name="columns"][value="notes"]').check();
    await panel.locator('input[name="columns"][value="date"]').uncheck();
    await panel.getByRole("button", { name: "Apply" }).click();
    like(await columns(page), /notes/, `${tag}: a column is shown`);
    ok(!/\bdate\b/.test(await columns(page)), `${tag}: and another hidden`);
    const kept = await columns(page);
    panel = await openDrop(page, "Columns");
    await panel.getByRole("button", { name: "Save layout" }).click();
    await page.goto(`${base}/cc/orders`);
    is(`${await columns(page)}: ${await groups(page)}`, `${kept}: 0 type_name`, `${tag}: the layout is kept`);
    if (scripted) {
        panel = await openDrop(page, "Columns");
        await panel.locator('input[name="columns"][value="status"]').uncheck();
        await panel.getByRole("button", { name: "Save layout" }).click();
        is(await columns(page), kept.split(" ").filter(name => name !== "status").join(" "), `${tag}: and so is what was ticked but not applied`);
    }
    panel = await openDrop(page, "Columns");
    await panel.getByRole("button", { name: "Reset Layout" }).click();
    is(`${await columns(page)}: ${await groups(page)}`, `${before.join(" ")}: `, `${tag}: and forgotten`);
}

async function byDragging(page) {
    await page.goto(`${base}/cc/orders`);
    const before = (await columns(page)).split(" ");
    const cell = name => page.locator(`th[data-col="${name}"]`);
    const box = await cell(before[0]).boundingBox();
    await Promise.all([page.waitForURL(/columns=/), cell("status").dragTo(cell(before[0]), { targetPosition: { x: 4, y: box.height / 2 } })]);
    is(await columns(page), ["status", ...before.filter(name => name !== "status")].join(" "), "dragging: a header cell moves its column");
    const bar = page.locator("[data-group-bar]");
    await Promise.all([page.waitForURL(/group=/), cell("status").dragTo(bar)]);
    is(await groups(page), "0 status", "dragging: to the bar it groups");
    await Promise.all([page.waitForURL(/group=status(,|%2C)/), cell("type_name").dragTo(bar)]);
    is(await groups(page), "0 status, 1 type_name", "dragging: a second level");
    is(await columns(page), ["status", ...before.filter(name => name !== "status")].join(" "), "dragging: the order of columns stays");
    await bar.getByRole("link").first().click();
    is(await groups(page), "0 type_name", "dragging: a click in the bar takes a level away");
    await page.goto(`${base}/cc/due-payments`);
    await Promise.all([page.waitForURL(/group=currency/), cell("currency").dragTo(bar)]);
    is(await groups(page), "0 currency", "dragging: in every grid");
}

async function filters(page, scripted, tag) {
    await page.goto(`${base}/cc/orders`);
    const panel = await openDrop(page, "Filters");
    await look(page, "orders filters", scripted);
    ok(await page.getByRole("button", { name: "Apply filters" }).evaluate(button => {
        const box = button.getBoundingClientRect();
        return document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2) === button;
    }), `${tag}: the button that applies the filters is in sight without scrolling`);
    await page.locator("#orders-filter-status").selectOption({ label: "Delivered" });
    if (scripted) {
        const dates = panel.locator('input[type="date"]');
        await dates.nth(0).fill(day(100));
        await dates.nth(1).fill(day(0));
    } else {
        await page.locator("#orders-filter-date").fill(`${day(100)}..${day(0)}`);
    }
    await page.getByRole("button", { name: "Apply filters" }).click();
    is(await page.getAttribute('table[data-grid="orders"]', "data-total"), "4", `${tag}: filters by list and by range`);
    await look(page, "orders filtered", scripted);
    await page.goto(`${base}/cc/orders?q=zzyzx`);
    is(await page.getAttribute('table[data-grid="orders"]', "data-total"), "0", `${tag}: a search may find nothing`);
    await page.getByRole("link", { name: "Clear search and filters" }).click();
    is(await page.getAttribute('table[data-grid="orders"]', "data-total"), "40", `${tag}: and a link shows all again`);
}

async function documents(page, order, invoice, scripted, tag) {
    await page.goto(`${base}/cc/orders`);
    await page.getByRole("link", { name: order, exact: true }).click();
    is(await body(page, "page"), "order", `${tag}: an order opens`);
    is(await page.getAttribute('table[data-grid="lines"]', "data-total"), "60", `${tag}: with its lines`);
    await look(page, "order", scripted);
    const size = page.viewportSize();
    await page.setViewportSize({ width: 768, height: 900 });
    ok(await page.locator(".cc-lines .cc-grid-scroll").evaluate(box => box.scrollWidth <= box.clientWidth), `${tag}: whose amounts are in sight on a tablet`);
    await page.setViewportSize(size);
    await page.goto(`${base}/cc/invoices`);
    await look(page, "invoices", scripted);
    await page.getByRole("link", { name: invoice, exact: true }).click();
    is(await body(page, "page"), "invoice", `${tag}: an invoice opens`);
    await look(page, "invoice", scripted);
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Download CSV" }).click()]);
    like(download.suggestedFilename(), /\.csv$/, `${tag}: it can be downloaded`);
    await page.goto(`${base}/cc/invoices`);
    const row = page.locator("tr[data-id]", { hasText: invoice }).first();
    like(await row.locator('[data-col="last_download"]').textContent(), /\d{4}-\d\d-\d\d/, `${tag}: which the list tells`);
    await look(page, "invoices after a download", scripted);
    await page.goto(`${base}/cc/due-payments?columns=ref_document_date,remaining_amount,currency,invoice_no,due_date,paid_amount,overdue_days`);
    await look(page, "due payments", scripted);
    await page.goto(`${base}/cc/payment-history?columns=payment_date,paid_amount,currency,invoice_no,invoice_date,invoice_type,order_no,covered_amount&group=invoice_type`);
    await look(page, "payment history grouped", scripted);
    await page.goto(`${base}/cc/payment-history`);
    await look(page, "payment history", scripted);
}

// On paper there is neither menu nor button; wide tables fit.
async function print(page, order) {
    for (const [address, name] of [["/cc/", "home"], ["/cc/orders", "orders"], ["/cc/orders?group=status", "orders grouped"], [`/cc/orders/${order}`, "order"], ["/cc/invoices", "invoices"],
        ["/cc/due-payments", "due payments"], ["/cc/payment-history", "payment history"], ["/cc/profile", "profile"]]) {
        await page.goto(base + address);
        await page.emulateMedia({ media: "print" });
        await page.setViewportSize({ width: 718, height: 1040 }); // A4 without margins of 1 cm, at 96 dpi
        for (const [selector, what] of [["nav.cc-menu", "menu"], [".cc-toolbar", "toolbar"], ["main button", "button"], [".cc-group-hint", "hint"], ["details", "drop-down"]]) {
            is(await page.locator(selector).filter({ visible: true }).count(), 0, `print, ${name}: no ${what}`);
        }
        ok(await page.locator("h1").first().isVisible(), `print, ${name}: but a heading`);
        const wide = await page.evaluate(() => document.scrollingElement.scrollWidth);
        ok(wide <= 718, `print, ${name}: nothing is wider than A4`, `${wide} px`);
        const cut = await page.locator(".cc-grid-scroll").evaluateAll(boxes => boxes.filter(box => box.scrollWidth > box.clientWidth + 1).length);
        is(cut, 0, `print, ${name}: no table is cut off`);
        await page.pdf({ path: `t/logs/screens/print-${name.replace(/\W+/g, "-")}.pdf`, format: "A4" });
        await page.emulateMedia({ media: "screen" });
        await page.setViewportSize({ width: 1280, height: 900 });
    }
}

async function play(scripted) {
    const tag = scripted ? "with scripts" : "without scripts";
    const id = `${scripted ? "d" : "e"}${process.pid}`;
    const [full, none, short] = [`Full-${id}`, `None-${id}`, `Short-${id}`];
    const customer = (number, name) => [{ type: "party", code: number, name, active: true },
        { type: "customer", number, party: number, enterprise_company: "LAGERTA", serviced_by: "SOF", from_date: "2020-01-01" }];
    load(...types, ...customer(`C${id}`, "Green Groceries of the Long Street"), ...customer(`N${id}`, "Nothing Yet"),
        ...[full, none, short].map(login => ({ type: "user", login, email: `${login}@example.com`, name: `Robin ${login}`, user_type: "EXT", password })),
        { type: "external_access", customer: `C${id}`, user: full, role: "L90" }, { type: "external_access", customer: `N${id}`, user: none, role: "L40" },
        { type: "external_access", customer: `C${id}`, user: short, role: "L40", days_back: 30 }, ...records(`C${id}`, id));
    const order = `${id}/0000`, invoice = `${id}-I0`;

    const page = await person("Robin", scripted);
    await login(page, full);
    is(await body(page, "page"), "home", `${tag}: login`);
    await cards(page, scripted, tag);
    await byButtons(page, scripted, tag);
    await filters(page, scripted, tag);
    await documents(page, order, invoice, scripted, tag);
    if (scripted) {
        await byDragging(page);
        await print(page, order);
    }
    await page.context().close();

    const limited = await person("limited", scripted);
    await login(limited, short);
    await limited.goto(`${base}/cc/invoices/${id}-I38`);
    is(await limited.locator("main").getAttribute("data-error"), "404", `${tag}: an invoice out of reach is a page that says so`);
    await look(limited, "invoice out of reach", scripted);
    await limited.getByRole("link", { name: "Back to invoices" }).click();
    is(path(limited), "/cc/invoices", `${tag}: and leads back to the list`);
    await limited.context().close();

    const empty = await person("empty", scripted);
    await login(empty, none);
    for (const list of ["orders", "invoices", "due-payments", "payment-history"]) {
        await empty.goto(`${base}/cc/${list}`);
        is(await empty.getAttribute(`table[data-grid="${list}"]`, "data-total"), "0", `${tag}: an empty list of ${list}`);
        await look(empty, `${list} empty`, scripted);
    }
    await empty.context().close();
}

try {
    await play(true);
    await play(false);
} catch (error) {
    ok(false, "the story comes to its end", error.stack);
} finally {
    await browser.close();
}
done();
