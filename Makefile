# make            lists the targets
# make run        serves the demonstration on http://localhost:8080
# make test       passes every test: Go on both engines, the front end, the whole job in a real browser
export CGO_ENABLED := 0
DATA ?= .data

# How the program is called by `make run`, in one place. `demo` fills an empty database and does nothing to a full one.
TRIPOL := TRIPOL_DATA=$(DATA) bin/tripol

help: ## this list
	@grep -E '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

deps: ## install what is missing: Debian packages, npm packages, Go modules (nothing else installs)
	@.ci/deps

run: build ## the demonstration on http://localhost:8080 (DATA=folder for another place than .data)
	@$(TRIPOL) demo
	@exec env $(TRIPOL) serve

build: web ## bin/tripol: one static file with the pages inside
	@go build -trimpath -ldflags '-s -w' -o bin/tripol ./cmd/tripol

dist: web ## the files for Windows, Linux and macOS with checksums, into dist/ (the same commit gives the same bytes)
	@.ci/dist

web: deps ## the pages, into frontend/dist
	@cd frontend && npm run --silent build -- --logLevel warn

test: build ## every test: both engines, the front end, a real browser
	@.ci/test

test-long: build ## the promises at their full counts, in parts of at most 40 minutes, resumable (PART=name runs one)
	@.ci/test-long $(PART)

race: web ## Go tests under the race detector, which needs a C compiler
	@.ci/deps race
	@CGO_ENABLED=1 .ci/postgres run go test -race -shuffle=on -timeout 60m ./...

e2e: build ## the whole job in a real browser
	@cd frontend && npm run --silent e2e

bench: build ## ratios to limits measured in the same run
	@.ci/bench

bench-large: build ## the same up to a million households
	@.ci/bench large

drill: web ## lose a machine and restore it from a backup, timed, on both engines (FAMILIES=2000)
	@.ci/drill

contract: web ## the types of the pages, generated from the server's OpenAPI document
	@go run ./cmd/tripol openapi | (cd frontend && node contract.mjs)

lint: ## house rules (the first time on a machine, the linter is compiled: some minutes)
	@.ci/deps lint
	@.ci/lint

fmt: ## format Go and the pages
	@.ci/deps lint
	@.ci/golangci-lint fmt ./...
	@cd frontend && npx biome check --write .

clean: ## remove what was built; .data stays
	@rm -rf bin .cache coverage.out
	@find frontend/dist -mindepth 1 -not -name .gitkeep -delete

.PHONY: help deps run build dist web contract test test-long race e2e bench bench-large drill lint fmt clean
