/* The External Access panel: a button that adds one more row for a new user. Without it there are a few empty ones. */
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
}());
