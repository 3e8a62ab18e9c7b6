-- The texts that only the back office has, beside i18n/bg.lua.
return {
}
