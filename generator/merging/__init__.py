"""One department's workbook from its units': amounts added, lists side by side, transfers between units taken out."""
