/* Makes grids nicer: columns are dragged to another place or to the group bar, the panel of columns moves them at
   once, filters by date get pickers, and pages print. Each of these has a way without scripts. */
(function () {
    "use strict";

    document.querySelectorAll("[data-print]").forEach(function (button) {
        button.addEventListener("click", function () {
            window.print();
        });
    });

    /* Leads to the same list with one parameter changed; the page number is for another order of rows. */
    function go(name, list) {
        var address = new URL(window.location.href);
        address.searchParams.set(name, list.join(","));
        address.searchParams.delete("page");
        address.searchParams.delete("panel");
        address.hash = "";
        window.location.assign(address);
    }

    /* ---- Header cells are dragged to another place, or to the group bar ---- */

    function makeDraggable(grid) {
        var cells = Array.from(grid.querySelectorAll("thead th[data-col]"));
        var bar = grid.querySelector("[data-group-bar]");
        var dragged = null;

        function names() {
            return cells.map(function (cell) {
                return cell.dataset.col;
            });
        }

        function clear() {
            grid.querySelectorAll(".cc-drop-before, .cc-drop-after, .cc-drop-here").forEach(function (element) {
                element.classList.remove("cc-drop-before", "cc-drop-after", "cc-drop-here");
            });
        }

        /* Whether the pointer is over the right half of a cell. */
        function isAfter(cell, event) {
            var box = cell.getBoundingClientRect();
            return event.clientX > box.left + box.width / 2;
        }

        function groups() {
            return bar.dataset.groupBar === "" ? [] : bar.dataset.groupBar.split(",");
        }

        function mayGroup() {
            return bar && dragged && "groupable" in dragged.dataset && groups().length < 3
                && groups().indexOf(dragged.dataset.col) < 0;
        }

        cells.forEach(function (cell) {
            cell.draggable = true;
            cell.querySelectorAll("a").forEach(function (link) {
                link.draggable = false;
            });
            cell.addEventListener("dragstart", function (event) {
                dragged = cell;
                event.dataTransfer.effectAllowed = "move";
                event.dataTransfer.setData("text/plain", cell.textContent);
            });
            cell.addEventListener("dragend", function () {
                dragged = null;
                clear();
            });
            cell.addEventListener("dragover", function (event) {
                if (dragged && dragged !== cell) {
                    event.preventDefault();
                    clear();
                    cell.classList.add(isAfter(cell, event) ? "cc-drop-after" : "cc-drop-before");
                }
            });
            cell.addEventListener("dragleave", clear);
            cell.addEventListener("drop", function (event) {
                if (!dragged || dragged === cell) {
                    return;
                }
                event.preventDefault();
                var list = names().filter(function (name) {
                    return name !== dragged.dataset.col;
                });
                list.splice(list.indexOf(cell.dataset.col) + (isAfter(cell, event) ? 1 : 0), 0, dragged.dataset.col);
                go("columns", list);
            });
        });

        if (bar) {
            bar.addEventListener("dragover", function (event) {
                if (mayGroup()) {
                    event.preventDefault();
                    bar.classList.add("cc-drop-here");
                }
            });
            bar.addEventListener("dragleave", clear);
            bar.addEventListener("drop", function (event) {
                if (mayGroup()) {
                    event.preventDefault();
                    go("group", groups().concat(dragged.dataset.col));
                }
            });
        }
    }

    document.querySelectorAll(".cc-grid > .cc-toolbar").forEach(function (toolbar) {
        makeDraggable(toolbar.parentNode);
    });

    /* ---- The panel of columns: a move takes effect in the panel, the button applies all ---- */

    function words(text, values) {
        values.forEach(function (value) {
            text = text.replace("{}", function () {
                return value;
            });
        });
        return text;
    }

    document.querySelectorAll("[data-columns]").forEach(function (list) {
        var status = list.closest("form").querySelector("[role=status]");

        /* The first has no way up, the last none down. */
        function mark() {
            list.querySelectorAll("[data-move]").forEach(function (button) {
                var item = button.closest("li");
                var end = button.dataset.move < 0 ? !item.previousElementSibling : !item.nextElementSibling;
                button.classList.toggle("cc-off", end);
                button.setAttribute("aria-disabled", end ? "true" : "false");
            });
        }

        list.addEventListener("click", function (event) {
            var button = event.target.closest("[data-move]");
            if (!button) {
                return;
            }
            event.preventDefault();
            var item = button.closest("li");
            var other = button.dataset.move < 0 ? item.previousElementSibling : item.nextElementSibling;
            if (other) {
                list.insertBefore(item, button.dataset.move < 0 ? other : other.nextElementSibling);
                button.focus();
                status.textContent = words(list.dataset.columns, [
                    item.dataset.title, Array.from(list.children).indexOf(item) + 1, list.children.length
                ]);
                mark();
            }
        });
        mark();

        /* The layout that is saved is that of the panel, applied or not. */
        var saved = list.closest(".cc-drop-panel").querySelector(".cc-layout input[name=columns]");
        saved.form.addEventListener("submit", function () {
            saved.value = Array.from(list.querySelectorAll("input:checked"), function (box) {
                return box.value;
            }).join(",") || saved.value;
        });
    });

    /* ---- Filters by date: two pickers write the range into the field ---- */

    var day = /^\d{4}-\d{2}-\d{2}$/;

    function picker(label, value, change) {
        var wrap = document.createElement("label");
        var input = document.createElement("input");
        input.type = "date";
        input.className = "form-control";
        input.value = day.test(value) ? value : "";
        input.addEventListener("change", change);
        wrap.append(label, input);
        return { wrap: wrap, input: input };
    }

    document.querySelectorAll("input[data-range=date]").forEach(function (field) {
        var parts = field.value.split("..");
        var row = document.createElement("div");
        var from, to;

        function write() {
            field.value = from.input.value || to.input.value ? from.input.value + ".." + to.input.value : "";
        }

        from = picker(field.dataset.from, parts[0], write);
        to = picker(field.dataset.to, parts.length > 1 ? parts[1] : parts[0], write);
        row.className = "cc-range";
        row.setAttribute("role", "group");
        row.setAttribute("aria-label", field.labels[0].textContent);
        row.append(from.wrap, to.wrap);
        field.after(row);
        field.addEventListener("input", function () {
            from.input.value = "";
            to.input.value = "";
        });
    });
}());
