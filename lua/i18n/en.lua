-- English: the texts themselves are the keys, so there is little to say here. `:name` is what the language calls
-- itself.
return {
    [":name"] = "English",
}
