# What people and CI run. Needs Python 3.11 or newer with venv, make, git and a package index; nothing else.
#
#   make setup    .venv with the grader, what judging and serving need; does nothing when it is up to date
#   make demo     grades the sample submissions in the sandbox, names one HTML and one JSON report for each
#   make test     the whole test suite          make check    ruff and mypy          make bench    rewrites docs/performance.md
#
# TORCH_BUILD names the build of torch to ask the index for first: cpu (the default), or a CUDA build such as cu130,
# or nothing for whatever the index holds. A torch of the pinned release that is already in .venv is left alone.

TORCH_BUILD ?= cpu
VENV := .venv
BENCH_VENV := .venv-bench
LTI_VENV := .venv-lti
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -q
TORCH := $(shell sed -n 's/^torch==//p' constraints.txt)
# Looks at the whole machine, so nothing may come and go beside it.
ALONE := tests/attacks/test_probes.py
WORKERS ?= $(shell expr $$(nproc 2>/dev/null || echo 1) + 1)
PYTHONS := $(PYTHON) python3.11 python3.12 python3.13 python3.14 python3

.PHONY: assets setup demo tools test check bench constraints browser messages lti-venv
.DELETE_ON_ERROR:

setup: $(VENV)/.judge-ready

demo: setup
	$(BIN)/python -m demo

# What testing needs; `make -j tools` installs side by side.
tools: $(VENV)/.dev-ready browser lti-venv

# One process more than there are cores, as each waits now and then; tests/spread.py says which runs what.
test: tools
	@$(BIN)/python -m pytest -n $(WORKERS) --ignore=$(ALONE); most=$$?; \
	$(BIN)/python -m pytest $(ALONE) && test $$most = 0

check: $(VENV)/.dev-ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# After a change to a .po file in grader/locale: marks what is to be translated, writes the .mo files.
messages: $(VENV)/.dev-ready
	@$(BIN)/python -m tests.catalogues

# After a change to packaging/web or to the style sheets of reports: what pages load is built anew (needs npm), and committed.
assets:
	@mkdir -p build/web && rm -rf build/web/css build/web/js && cp -r packaging/web/. build/web/
	@cd build/web && npm ci --ignore-scripts --loglevel=error && node build.mjs "$(CURDIR)"

bench: setup $(BENCH_VENV)/.ready
	$(BIN)/python -m bench $(PARTS)

# What the benches compare with. torch goes first, as for .venv: otherwise pip would take its default build.
$(BENCH_VENV)/.ready: bench/requirements.txt
	@$(MAKE) --no-print-directory VENV=$(BENCH_VENV) $(BENCH_VENV)/bin/python
	@$(MAKE) --no-print-directory VENV=$(BENCH_VENV) torch
	@echo "bench: installing nbgrader, Otter and gradescope-utils into $(BENCH_VENV)"
	@$(BENCH_VENV)/bin/python -m pip --disable-pip-version-check -q install -r bench/requirements.txt
	@touch $@

# A venv is made anew when its interpreter no longer runs (a moved clone, an upgraded Python).
$(BIN)/python:
	@for python in $(PYTHONS); do \
	  "$$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
	  echo "setup: making $(VENV) with $$("$$python" --version)"; \
	  exec "$$python" -m venv --clear $(VENV); \
	done; \
	echo "setup: no Python 3.11 or newer with the venv module found. On Debian and Ubuntu: apt-get install python3.11 python3.11-venv" >&2; \
	exit 1

# pip compiles bytecode in one process, and that of the packages' own tests too: we do it for all cores at once.
define INSTALL
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || { rm -f $(BIN)/python; $(MAKE) --no-print-directory $(BIN)/python; }
	@$(BIN)/python -c 'from importlib.metadata import version; assert version("torch").split("+")[0] == "$(TORCH)"' 2>/dev/null \
	  || $(MAKE) --no-print-directory torch
	@echo "setup: installing $(2)"
	@$(PIP) install --no-compile -c constraints.txt -e '.[$(1)]'
	@$(BIN)/python -m compileall -qq -j 0 -x '/tests?/' $(VENV)/lib || true # some packages hold templates that are no Python yet
endef

$(VENV)/.judge-ready: pyproject.toml constraints.txt
	$(call INSTALL,server,the grader and what judging and serving need (about 150 packages the first time))
	@touch $@

$(VENV)/.dev-ready: pyproject.toml constraints.txt
	$(call INSTALL,dev,the grader and what judging and serving and testing need (about 180 packages the first time))
	@touch $(VENV)/.judge-ready $@

# A build for CPUs is 200 MB; what the index holds for Linux otherwise is a CUDA build of several gigabytes.
.PHONY: torch
torch:
	@if [ -n "$(TORCH_BUILD)" ]; then \
	  echo "setup: asking pip for torch $(TORCH)+$(TORCH_BUILD)"; \
	  if $(PIP) install --no-compile -c constraints.txt 'torch==$(TORCH)+$(TORCH_BUILD)' 2>$(VENV)/torch.log; then exit 0; fi; \
	  if ! grep -q -E 'No matching distribution found for torch|ResolutionImpossible' $(VENV)/torch.log; then cat $(VENV)/torch.log >&2; exit 1; fi; \
	  if [ "$$(uname -s)" = Linux ]; then \
	    echo "setup: this index has no $(TORCH_BUILD) build of torch $(TORCH), so pip takes its default build."; \
	    echo "setup: on Linux that build brings CUDA libraries of several gigabytes. To avoid them press Ctrl-C, set"; \
	    echo "setup: PIP_EXTRA_INDEX_URL to the CPU index that PyTorch's own install page names, and run make again."; \
	    sleep 5; \
	  fi; \
	fi; \
	$(PIP) install --no-compile -c constraints.txt 'torch==$(TORCH)'

# A real LTI platform for the tests, which must not share a venv with us: it brings a Django and much of Open edX.
lti-venv: $(LTI_VENV)/.ready

$(LTI_VENV)/.ready: tests/lti/lms/requirements.txt
	@$(MAKE) --no-print-directory VENV=$(LTI_VENV) $(LTI_VENV)/bin/python
	@echo "setup: installing the LTI platform of the tests into $(LTI_VENV)"
	@$(LTI_VENV)/bin/python -m pip --disable-pip-version-check -q install --no-deps --no-compile -r tests/lti/lms/requirements.txt
	@touch $@

# Pages are looked at in a real browser by some tests, tables are opened in a real spreadsheet program; such tests say
# so and are skipped where there is none.
browser:
	@for pair in chromium:chromium ssconvert:gnumeric; do \
	  program=$${pair%:*}; package=$${pair#*:}; \
	  if ! command -v $$program >/dev/null && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "setup: installing $$package for the tests that need it"; \
	    export DEBIAN_FRONTEND=noninteractive; \
	    { apt-get install -qq -y --no-install-recommends $$package || \
	      { apt-get update -qq && apt-get install -qq -y --no-install-recommends $$package; }; } >/dev/null 2>&1 \
	    || echo "setup: $$package could not be installed; the tests that need it are skipped"; \
	  fi; \
	done

# Bills of materials (CycloneDX): what setup installs, and what pages load.
.PHONY: sbom
sbom: setup
	@test -x .venv-sbom/bin/cyclonedx-py || { $(BIN)/python -m venv .venv-sbom && .venv-sbom/bin/python -m pip --disable-pip-version-check -q install 'cyclonedx-bom==7.5.0'; }
	@mkdir -p dist
	@.venv-sbom/bin/cyclonedx-py environment --pyproject pyproject.toml --of JSON -o dist/sbom.json $(BIN)/python
	@cd packaging/web && npm sbom --sbom-format cyclonedx --package-lock-only >../../dist/sbom-pages.json
	@echo "sbom: dist/sbom.json and dist/sbom-pages.json"

# Pins are what a fresh resolve of every extra gives, without the build tag of torch, so that any build satisfies them.
# Resolve with the oldest Python that people have (PYTHON=/usr/bin/python3.11 on Debian 12: 3.11.2): new releases of some
# packages ask for a later patch release than it.
constraints:
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && \
	$(or $(PYTHON),$(BIN)/python) -m venv "$$folder/venv" && \
	"$$folder/venv/bin/python" -m pip --disable-pip-version-check -q install 'torch==$(TORCH)+$(TORCH_BUILD)' '.[server,keyring,dev]' && \
	{ echo "# Every package that setup installs, as a fresh resolve chose it. Rewritten by: make constraints"; \
	  "$$folder/venv/bin/python" -m pip list --format=freeze | grep -v -i -E '^(gradefork|pip)==' | sed 's/+$(TORCH_BUILD)$$//'; \
	} > "$$folder/constraints.txt" && cat "$$folder/constraints.txt" > constraints.txt
