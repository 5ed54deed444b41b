"""What helps to make a layout: sample accounts, `layout show`, `layout new`, `layout check`."""
