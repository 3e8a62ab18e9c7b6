-- Lint rules of the pages. `html` and `cc` are what the engine gives to scripts; what it takes away may not be used.
std = {
    read_globals = {
        "assert", "error", "ipairs", "math", "next", "pairs", "pcall", "require", "select", "string", "table",
        "tonumber", "tostring", "type", "utf8", "html", "cc",
    },
}
max_line_length = 120
max_code_line_length = 120
max_string_line_length = false
max_comment_line_length = 120
