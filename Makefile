# make 不带参数时显示说明。 English: `make report` builds the sample report, `make test` runs the tests; each sets up
# what it needs (.venv from the lock file, LibreOffice and fonts by apt where that is possible).

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules --no-print-directory

export DEBIAN_FRONTEND := noninteractive
export PYTHONUTF8 := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1

WORKBOOK ?= input_samples/武汉经开区总工会-2023.xlsx

BIN := .venv/bin
RUNTIME := .venv/.installed-runtime
DEV := .venv/.installed-dev

.PHONY: help report test lint mutation bench docs lock setup-pdf setup-tests setup-validator clean distclean

help: ## 显示本说明
	@echo "决算公开工具，可用的命令："
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

report: $(RUNTIME) setup-pdf ## 准备好一切，用样例工作簿生成 Word 和 PDF（WORKBOOK=文件 可换成别的工作簿）
	@$(BIN)/juesuan build "$(WORKBOOK)"

test: $(DEV) setup-pdf setup-tests setup-validator lint ## 准备好一切，检查代码并运行全部测试
	@$(BIN)/pytest -n auto --dist worksteal

lint: $(DEV) ## 只检查代码（ruff、mypy）
	@$(BIN)/ruff check .
	@$(BIN)/mypy

mutation: $(DEV) ## 大量损坏样例工作簿的测试（数千份，几分钟）
	@JUESUAN_MUTATIONS=6000 $(BIN)/pytest -n auto -q tests/mutation/test_mutations.py

bench: $(DEV) setup-pdf ## 测量速度，与普通脚本比较（单份和成批，约十分钟）
	@one=0 many=0
	$(BIN)/python benchmarks/run.py || one=1
	echo
	$(BIN)/python benchmarks/batch.py --rounds 1 || many=1
	printf '\n测速结果：单份%s，成批%s。\n' $$( ((one)) && echo 不合格 || echo 合格 ) $$( ((many)) && echo 不合格 || echo 合格 )
	exit $$((one | many))

docs: $(DEV) ## 重新生成 docs/ 中由代码产生的页面（工作簿、校验规则、模板词汇）
	@$(BIN)/python -m generator.workbook.document
	$(BIN)/python -m generator.checks.catalogue
	$(BIN)/python -m generator.figures.document

clean: ## 删除生成的报告和各种缓存
	@find output -mindepth 1 ! -name .gitkeep -delete
	@rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis build
	@find generator tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

distclean: clean ## 连同 .venv 和下载的工具一起删除
	@rm -rf .venv .cache juesuan.egg-info

# ---- setting up ----------------------------------------------------------------------------------------------------

setup-pdf:
	@.ci/setup-system pdf

setup-tests:
	@.ci/setup-system tests

setup-validator:
	@.ci/setup-validator

# A stamp in .venv says which lock is installed: pip runs again only when the lock or pyproject.toml changed.
$(RUNTIME): requirements.lock
$(DEV): requirements-dev.lock
$(RUNTIME) $(DEV): pyproject.toml
	@python="$$(.ci/setup-system python)"
	if ! $(BIN)/python -c 'import pip' 2>/dev/null; then
		echo "正在建立 Python 环境 .venv……" >&2
		rm -rf .venv
		"$$python" -m venv .venv
	fi
	echo "正在按 $(filter %.lock,$^) 安装 Python 软件包……" >&2
	$(BIN)/python -m pip install --quiet --require-hashes -r $(filter %.lock,$^)
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	touch $@

.ONESHELL:

# The dev lock comes first and binds the others: all name the same versions. requirements-cluster.lock is for the machines of
# a Dask cluster; requirements.lock stays as small as one machine needs.
UV_COMPILE = uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-config \
	--quiet --custom-compile-command "make lock" $(UPGRADE) pyproject.toml .ci/build-requirements.in

lock: ## 按 pyproject.toml 重新锁定软件包版本（UPGRADE=--upgrade 升级；需要 uv）
	@command -v uv >/dev/null || { echo "请先安装 uv：pip install uv" >&2; exit 3; }
	$(UV_COMPILE) --extra dev --output-file requirements-dev.lock
	$(UV_COMPILE) --extra cluster --constraint requirements-dev.lock --output-file requirements-cluster.lock
	$(UV_COMPILE) --constraint requirements-dev.lock --output-file requirements.lock
