// Test Anything Protocol, a browser, and what every page must pass: no violation found by axe, no script error, nothing
// wider than a narrow screen. Used by the stories.

import { readFileSync, mkdirSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
export const base = readFileSync("t/logs/base", "utf8").trim();
const screens = "t/logs/screens";
mkdirSync(screens, { recursive: true });

let count = 0, failed = 0;

export function ok(good, name, ...why) {
    console.log(`${good ? "" : "not "}ok ${++count} - ${name}`);
    if (!good) {
        failed++;
        console.error(`# failed: ${name}`);
        why.forEach(line => String(line).split("\n").forEach(part => console.error(`#   ${part}`)));
    }
    return good;
}

export function is(got, want, name) {
    return ok(got === want, name, `got  ${JSON.stringify(got)}`, `want ${JSON.stringify(want)}`);
}

export function like(got, want, name) {
    return ok(want.test(got ?? ""), name, `got  ${JSON.stringify(got)}`, `want ${want}`);
}

export function done() {
    console.log(`1..${count}`);
    process.exitCode = failed ? 1 : 0;
}

// ---- data ----

export function ccadmin(args, input = "") {
    const run = spawnSync("build/ccadmin", ["--db", "t/logs/clientcenter.db", ...args], { input, encoding: "utf8" });
    if (run.status !== 0) {
        throw new Error(`ccadmin ${args.join(" ")}: ${run.stdout}${run.stderr}`);
    }
    return run.stdout;
}

// That of CC::Data; whoever is loaded with it gets the hash it had, as ccadmin would hold the database while it hashes.
export const password = "tomato-radiator-sixteen";
const hash = readFileSync("t/logs/hash", "utf8").trim();

function line({ password: secret, ...record }) {
    const how = secret === password ? { password_hash: hash } : { password: secret };
    return JSON.stringify({ ...record, ...how }) + "\n";
}

// In parts, as long lists should be: each is one transaction, and a story beside this one can sign in only between two.
export function load(...records) {
    for (let at = 0; at < records.length; at += 250) {
        ccadmin(["load", "-"], records.slice(at, at + 250).map(line).join(""));
    }
}

// ---- browser ----

// Chromium without windows, which is all that tests need and takes a fifth less CPU. Everything runs here on pages of our
// own, often in a container, where its own sandbox cannot start.
export const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium-headless-shell",
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"],
});

// A person with a browser of their own; what goes wrong in its console is a failure.
export async function person(name, javaScriptEnabled, locale = "en-GB") {
    const context = await browser.newContext({ javaScriptEnabled, viewport: { width: 1280, height: 900 }, locale });
    const page = await context.newPage();
    page.setDefaultTimeout(15000);
    page.on("console", message => {
        // that a page is 403 or 404 is what some tests are about
        if (message.type() === "error" && !/the server responded with a status of (403|404|409|422)/.test(message.text())) {
            ok(false, `${name}: nothing on the console`, message.text());
        }
    });
    page.on("pageerror", error => ok(false, `${name}: no script error`, error.stack));
    page.on("requestfailed", request => {
        const why = request.failure()?.errorText;
        if (why !== "net::ERR_ABORTED") {
            ok(false, `${name}: ${request.url()} is loaded`, why);
        }
    });
    return page;
}

const rules = { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] };
const met = new Set();
const views = [["light", 1280], ["light", 768], ["light", 320], ["dark", 1280], ["dark", 320]];

async function violations(page) {
    await page.evaluate(axe);
    const found = await page.evaluate(runOnly => window.axe.run(document, { runOnly, resultTypes: ["violations"] }), rules);
    return found.violations.flatMap(violation =>
        violation.nodes.map(node => `${violation.id}: ${node.target.join(" ")} ${node.failureSummary.replace(/\s+/g, " ")}`));
}

// The page as it is: by name of its state, once each. With scripts, axe looks at it in light and dark, wide and narrow.
export async function look(page, state, scripted) {
    const label = `${state}${scripted ? "" : ", no scripts"}`;
    if (met.has(label)) {
        return;
    }
    met.add(label);
    for (const [colorScheme, width] of scripted ? views : [["light", 320]]) {
        await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        await page.setViewportSize({ width, height: 900 });
        if (colorScheme === "light" || width === 1280) {
            const name = `${state.replace(/\W+/g, "-")}${scripted ? "" : "-noscript"}-${colorScheme}-${width}`;
            await page.screenshot({ path: `${screens}/${name}.png`, fullPage: true });
        }
        if (scripted && width !== 768) {
            const found = await violations(page);
            ok(found.length === 0, `${state}: axe finds nothing, ${colorScheme}, ${width} px`, ...found);
        }
        if (width === 320) {
            const wide = await page.evaluate(() => document.scrollingElement.scrollWidth);
            ok(wide <= 320, `${label}: nothing is wider than 320 px, ${colorScheme}`, `${wide} px`);
        }
    }
    await page.emulateMedia({ colorScheme: "light" });
    await page.setViewportSize({ width: 1280, height: 900 });
}
