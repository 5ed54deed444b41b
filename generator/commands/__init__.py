"""The commands, by what they are for: `reports`, `beginning`, `city`; `common` is what they share."""
