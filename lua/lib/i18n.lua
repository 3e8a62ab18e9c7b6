-- Translations, the gettext way: the English text is the key, a catalogue in i18n/ maps it to another language.
-- What a catalogue lacks is shown in English. Texts hold `{}` for their arguments, in order; a translation that
-- needs another order writes `{1}`, `{2}`.
--
-- In:  a language code ("de", "pt-BR"), English texts, arguments (strings, numbers).
-- Out: plain strings; templates escape them.

local i18n = {}

local function find(language)
    if type(language) ~= "string" or not language:find("^%l%l%l?%-?%w*$") then
        return {}, {}
    end
    local found, texts = pcall(require, "i18n." .. language)
    local internal, others = pcall(require, "i18n.backoffice." .. language)
    return found and type(texts) == "table" and texts or {}, internal and type(others) == "table" and others or {}
end

-- What was found last: a page has one language. For as long as the page is made, as all variables of modules.
local last, last_texts, last_others

-- The catalogues of a language, of the sites and of the back office, as tables, empty where there is none.
local function catalogue(language)
    if language ~= last or not last_texts then
        last, last_texts, last_others = language, find(language)
    end
    return last_texts, last_others
end

-- The text in a language, from the catalogue of the sites or that of the back office, else in English.
local function look_up(text, texts, others)
    return texts[text] or others[text] or text
end

-- Fills the places of a text with its arguments.
local function fill(text, ...)
    local count = select("#", ...)
    if count == 0 then
        return text
    end
    local args, nth = { ... }, 0
    return (text:gsub("{(%d*)}", function(place)
        local at = tonumber(place)
        if not at then
            nth = nth + 1
            at = nth
        end
        if at > count then
            return nil
        end
        return args[at] == nil and "" or tostring(args[at])
    end))
end

-- Translates a text that is not known here, such as a message or a column title that C made.
function i18n.t(language, text, ...)
    if text == nil then
        return ""
    end
    return fill(look_up(text, catalogue(language)), ...)
end

-- Returns t(text, ...) for one language. Call it with literal texts only: that is how the catalogues are checked
-- for completeness. Texts held in variables go through i18n.t.
function i18n.translator(language)
    local texts, others = catalogue(language)
    return function(text, ...)
        return fill(look_up(text, texts, others), ...)
    end
end

-- The name of a language in that language: "Deutsch".
function i18n.name(language)
    return (catalogue(language))[":name"] or language
end

-- "L30 - Orders with Prices" in the given language.
function i18n.role_label(language, value, name)
    return value .. " - " .. i18n.t(language, name)
end

-- "30 days back", "1 day back", or "unlimited" for an empty number; `t` is a translator.
function i18n.days_back(t, days)
    return days == "" and t("unlimited") or days == "1" and t("1 day back") or t("{} days back", days)
end

return i18n
