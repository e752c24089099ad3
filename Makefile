# make            lists the targets
# make run        serves the demonstration on http://localhost:8080
# make test       passes every test: Go on both engines, the front end, the whole job in a real browser
export CGO_ENABLED := 0
DATA ?= .data
BUILD := go build -trimpath -ldflags '-s -w'

help: ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

deps: ## install what is missing (Debian packages, npm packages, Go modules)
	@.ci/deps

web: deps ## build the front end
	@cd frontend && npm run --silent build

build: web ## build bin/tripol, one static file
	@$(BUILD) -o bin/tripol ./cmd/tripol

run: build ## serve the demonstration on http://localhost:8080
	@TRIPOL_DATA=$(DATA) bin/tripol demo
	@TRIPOL_DATA=$(DATA) bin/tripol serve

test: build ## every test, on both engines and in a real browser
	@.ci/test

test-long: build ## the promises at their full counts; the browser on Postgres too
	@.ci/test long

race: deps ## Go tests under the race detector (needs a C compiler)
	@eval "$$(.ci/postgres start)"; trap '.ci/postgres stop' EXIT; CGO_ENABLED=1 go test -race ./...

bench: build ## ratios to limits measured in the same run
	@.ci/bench

bench-large: build ## the same at a million households
	@.ci/bench large

lint: deps ## house rules
	@.ci/lint

fmt: deps ## format
	@golangci-lint fmt ./... && cd frontend && npm run --silent fmt

clean: ## remove what was built
	@rm -rf bin .cache frontend/dist/assets frontend/dist/field frontend/dist/office frontend/dist/.vite

.PHONY: help deps web build run test test-long race bench bench-large lint fmt clean
