"""Build the reports of many workbooks: `plan` what, `work` in processes, `run` them, `summary` what became of them."""
