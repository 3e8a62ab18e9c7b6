/* The back office's forms: in External Access a button that adds one more row for a new user (without it there are a
   few empty ones), and in all of them a question to whoever leaves with changes that are not saved. */
(function () {
    "use strict";

    function highest() {
        var number = -1;
        document.querySelectorAll("[name^='row.']").forEach(function (control) {
            number = Math.max(number, parseInt(control.name.split(".")[1], 10));
        });
        return number;
    }

    function renumber(row, number) {
        row.dataset.row = "row." + number;
        row.querySelectorAll("[name^='row.']").forEach(function (control) {
            var field = control.name.split(".")[2];
            control.name = control.id = "row." + number + "." + field;
            control.removeAttribute("aria-invalid");
            control.removeAttribute("aria-describedby");
            if (control.type === "checkbox") {
                control.checked = false;
            } else {
                control.value = "";
            }
        });
    }

    document.querySelectorAll("tbody[data-add]").forEach(function (body) {
        var button = document.createElement("button");
        button.type = "button";
        button.className = "btn btn-quiet";
        button.textContent = "+ " + body.dataset.add;
        button.addEventListener("click", function () {
            var row = body.rows[body.rows.length - 1].cloneNode(true);
            renumber(row, highest() + 1);
            body.appendChild(row);
            row.querySelector("input").focus();
        });
        body.closest(".cc-grid-scroll").after(button);
    });

    /* Rows stand on several pages of a list, and links in a form lead to what it is about, such as a person to create:
       what was typed would be lost unnoticed. */
    var panel = document.getElementById("panel");
    if (panel) {
        var changed = document.querySelector("[data-panel='changes'], [data-outcome], #problems, #conflict") !== null;
        var leaving = false;
        document.addEventListener("input", function (event) {
            changed = changed || event.target.form === panel;
        });
        panel.addEventListener("submit", function () {
            leaving = true;
        });
        panel.querySelectorAll(".cc-form-actions a").forEach(function (cancel) {
            cancel.addEventListener("click", function (event) {
                /* with one of these it opens elsewhere, and the form stays */
                leaving = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
            });
        });
        /* Whoever stops what takes too long, and then leaves, is asked. */
        window.addEventListener("beforeunload", function (event) {
            if (changed && !leaving) {
                event.preventDefault();
            }
            leaving = false;
        });
    }
}());
