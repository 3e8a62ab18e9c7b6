-- Customer Profile: the company data of the current customer. Data: cc.profile().

local i18n = require "lib.i18n"
local facts = require "components.facts"
local layout = require "components.layout"

local card = html.template [[<section class="card cc-panel">{facts}</section>]]

return function(page)
    local t = i18n.translator(page.language)
    local profile = cc.profile()
    return layout.render(page, {
        title = t("Customer Profile"),
        subtitle = page.has_customer and page.shown.customer,
        kind = "form",
        body = card { facts = facts {
            { t("Company name"), profile.name, "name" },
            { t("UIN"), profile.unique_number, "unique_number" },
            { t("Registered address"), profile.address, "address" },
            { t("VAT registered"), profile.vat_registered and t("Yes") or t("No"), "vat_registered" },
            { t("VAT number"), profile.vat_number, "vat_number" },
        } },
    })
end
