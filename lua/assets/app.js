/* Makes pages nicer; none of them needs it. Loaded deferred, touches only what carries data-* marks. */
(function () {
    "use strict";

    document.documentElement.classList.add("cc-scripted");

    /* Open menus close on a click elsewhere, on Escape, and when another one opens. */
    function closeMenus(except) {
        document.querySelectorAll("details[data-menu][open]").forEach(function (menu) {
            if (menu !== except && !(except && menu.contains(except))) {
                menu.open = false;
            }
        });
    }

    document.addEventListener("click", function (event) {
        var inside = event.target.closest("details[data-menu], .cc-menu");
        closeMenus(inside && inside.closest(".cc-menu") ? document.querySelector(".cc-toggle") : inside);
    });

    document.addEventListener("keydown", function (event) {
        if (event.key !== "Escape") {
            return;
        }
        var focused = document.activeElement;
        var open = focused && (focused.closest("details[data-menu][open]")
            || focused.closest(".cc-menu") && document.querySelector(".cc-toggle[open]"));
        closeMenus(null);
        if (open) {
            open.querySelector("summary").focus();
        }
    });

    /* A long list of customers opens where the present one is. */
    document.addEventListener("toggle", function (event) {
        var current = event.target.open && event.target.querySelector(".cc-drop-list [aria-current]");
        if (current) {
            current.scrollIntoView({ block: "nearest" });
        }
    }, true);

    /* A choice applies at once when made by pointer; by keyboard, where every arrow key is a change, its button
       stays in reach instead. */
    document.querySelectorAll("select[data-autosubmit]").forEach(function (select) {
        var byKeyboard = false;
        select.addEventListener("keydown", function () {
            byKeyboard = true;
        });
        select.addEventListener("pointerdown", function () {
            byKeyboard = false;
        });
        select.addEventListener("change", function () {
            if (!byKeyboard && select.form) {
                select.form.requestSubmit();
            }
        });
    });

    /* A form that changes something is sent once, however often its button is pressed; after a while, or on coming
       back to the page, it may be sent again. */
    function release(form) {
        delete form.dataset.sent;
        form.removeAttribute("aria-busy");
    }

    document.addEventListener("submit", function (event) {
        var form = event.target;
        if (form.method !== "post") {
            return;
        }
        if (form.dataset.sent) {
            event.preventDefault();
            return;
        }
        form.dataset.sent = "1";
        form.setAttribute("aria-busy", "true");
        window.setTimeout(release, 15000, form);
    });

    /* What was typed would be lost with a session that ended. So, where typing took more than a minute, it is asked before
       a form is sent whether the session still is that of the same user, and the customer the one of a form that names it;
       whoever logged in again in another window sends it with the token of now. */
    var came = Date.now();
    var loggedOut = document.getElementById("logged-out");
    var account = document.querySelector(".cc-user a[href]");

    function takes(form, text) {
        var now = new DOMParser().parseFromString(text, "text/html");
        var token = now.querySelector("input[name=csrf]");
        var bound = form.querySelector("input[name=current_customer]");
        if (!token || now.body.dataset.user !== document.body.dataset.user
            || bound && bound.value !== now.body.dataset.customer) {
            return false;
        }
        document.querySelectorAll("input[name=csrf]").forEach(function (input) {
            input.value = token.value;
        });
        return true;
    }

    /* Calls back with whether to send; where that cannot be told, or not soon, the answer to the form will tell. */
    function ask(form, answer) {
        var patience = new AbortController();
        window.setTimeout(function () {
            patience.abort();
        }, 15000);
        window.fetch(account.href, { redirect: "manual", cache: "no-store", signal: patience.signal }).then(function (response) {
            if (response.type === "opaqueredirect") {
                return false;
            }
            return !response.ok || response.text().then(function (text) {
                return takes(form, text);
            });
        }).catch(function () {
            return true;
        }).then(answer);
    }

    function isTyped(form) {
        return Array.from(form.elements).some(function (control) {
            return control.matches("input:not([type=hidden]), select, textarea");
        });
    }

    document.addEventListener("submit", function (event) {
        var form = event.target, button = event.submitter;
        var asks = loggedOut && account && button && form.method === "post" && Date.now() - came > 60000;
        if (!asks || !isTyped(form)) {
            return;
        }
        if (form.dataset.asked === "done") {
            delete form.dataset.asked;
            return;
        }
        event.preventDefault();
        event.stopImmediatePropagation();
        if (form.dataset.asked || form.dataset.sent) {
            return;
        }
        form.dataset.asked = "now";
        form.setAttribute("aria-busy", "true");
        ask(form, function (same) {
            loggedOut.hidden = same;
            if (same) {
                form.dataset.asked = "done";
                form.requestSubmit(button);
            } else {
                delete form.dataset.asked;
                form.removeAttribute("aria-busy");
                loggedOut.focus();
            }
        });
    }, true);

    /* Searches keep what was left empty out of the address; an empty list of groups says that there are none. */
    document.addEventListener("formdata", function (event) {
        if (event.target.method === "get") {
            Array.from(event.formData.keys()).forEach(function (name) {
                if (name !== "group" && event.formData.get(name) === "") {
                    event.formData.delete(name);
                }
            });
        }
    });

    function releaseAll() {
        document.querySelectorAll("form[data-sent]").forEach(release);
    }

    window.addEventListener("pageshow", releaseAll);

    /* Who was asked whether to leave, and stays, has sent nothing: timers go on when the question is answered. */
    window.addEventListener("beforeunload", function (event) {
        window.setTimeout(function () {
            if (event.defaultPrevented) {
                releaseAll();
            }
        });
    });

    /* What was done is said once, and not again to whoever reloads the page or comes back to it. */
    var address = new URL(window.location.href);
    if (address.searchParams.has("notice")) {
        address.searchParams.delete("notice");
        window.history.replaceState(null, "", address);
    }

    /* The way back to a list leads to it as it was left: searched, filtered, and to its page. */
    var left = document.referrer && new URL(document.referrer);
    if (left && left.origin === window.location.origin) {
        left.searchParams.delete("panel");
        document.querySelectorAll(".cc-head-actions a, .cc-form-actions a").forEach(function (link) {
            if (link.pathname === left.pathname && !link.search) {
                link.href = left.href;
            }
        });
    }

    /* What is said of a conflict, or the summary of problems, is where a failed form continues. */
    var problems = document.querySelector("#conflict, #problems");
    if (problems) {
        problems.focus();
    }

    /* Times come in UTC and are shown in local time, written as dates are everywhere. */
    function two(number) {
        return String(number).padStart(2, "0");
    }

    document.querySelectorAll("main time[datetime]").forEach(function (element) {
        var at = new Date(element.dateTime);
        if (!isNaN(at)) {
            element.title = element.textContent;
            element.textContent = at.getFullYear() + "-" + two(at.getMonth() + 1) + "-" + two(at.getDate())
                + " " + two(at.getHours()) + ":" + two(at.getMinutes());
        }
    });

    /* Two minutes before an idle session ends, the page says so. Pages of other windows keep it alive as well: each notes
       when it came. A session of days ends while nobody looks, and timers of weeks would be over at once. */
    var idle = parseInt(document.body.dataset.idle, 10);
    var notice = document.querySelector("[data-idle-notice]");
    var wait = Math.max(idle - 120, idle / 2) * 1000;
    var home = document.querySelector(".cc-brand"); /* tells one site of the host from the next */
    var key = "cc-came " + (home ? home.getAttribute("href") : "");

    function lastCame() {
        try {
            return Math.max(came, Number(window.localStorage.getItem(key)) || 0);
        } catch (refused) {
            return came;
        }
    }

    function warn() {
        var left = lastCame() + wait - Date.now();
        if (left > 0) {
            window.setTimeout(warn, left);
        } else {
            notice.textContent = notice.dataset.idleNotice;
        }
    }

    if (idle > 0 && idle <= 86400 && notice) {
        try {
            window.localStorage.setItem(key, came);
        } catch (refused) {
            /* then this window knows of itself alone */
        }
        warn();
    }
}());
