"""A finance bureau's work: workbooks out to the units of a list, workbooks back in, who has not yet, who is wrong.

    distribute(Orders(list_file, output, previous))     # generator.bureau.distribute
    collect(folder, roster, …)                          # generator.bureau.collect

A unit is known by what its workbook holds: its code (custom property `juesuan.unit`), its full name, 是否汇总.
"""
