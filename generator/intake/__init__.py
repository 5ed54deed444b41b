"""Getting data into the standard workbook without typing: from the official tables, and from last year's workbook.

    outcome = import_tables(Path("公开表.xlsx"), Wishes(layout="…"))     # generator.intake.importing
    carried = carry_over(accounts, year=2024, layout="…")                # generator.intake.carry

Tables are recognised by the words of their titles and headers, never by positions. Every amount of a recognised
table is taken over, or held against what the new workbook adds up to, or reported with its cell.
"""
