# The parts of the tests, sourced by .ci/test and .ci/test-long. Each leaves "passed failed" in a file of its own name in
# $work. $form is short or long, $timeout the limit of one Go package.
# shellcheck shell=bash disable=SC2154 # form, timeout and work are the sourcing file's

# The environment that every part runs in.
export CGO_ENABLED=0
unset TRIPOL_TEST_ENGINES # a variable for quick runs by hand never leaves an engine out here
unset TRIPOL_ADDR TRIPOL_DATA TRIPOL_DATABASE_URL TRIPOL_MIGRATE_URL TRIPOL_PUBLIC_URL TRIPOL_LAN_ADDR TRIPOL_TRUST_ADDR
[ -t 1 ] || export NO_COLOR=1 # a log is read as text
shared=${TRIPOL_SHARED:-../shared} # the real files that the project keeps beside the repository, where they are there
if [ -d "$shared/data" ]; then TRIPOL_SHARED=$(cd "$shared" && pwd); export TRIPOL_SHARED; fi

# short_or_long SHORT LONG prints the one of this form.
short_or_long() { if [ "$form" = long ]; then echo "$2"; else echo "$1"; fi; }

go_tests() { # PACKAGE…, by default all; on both engines
  go build -o "$work/count" ./internal/testkit/count
  go test -shuffle=on -timeout "$timeout" -json "${@:-./...}" 2>&1 |
    "$work/count" -only internal/testkit/count/one-engine.txt -total "$work/go"
}
unit_tests() {
  local status=0
  (cd frontend && npm run --silent test -- --reporter=default --reporter=json --outputFile.json="$work/vitest.json") || status=$?
  node -e 'const r = JSON.parse(require("fs").readFileSync(process.argv[1])); console.log(r.numPassedTests, r.numFailedTests)' \
    "$work/vitest.json" >"$work/units" || status=1
  return "$status"
}
types() { (cd frontend && npm run --silent check); }

# journey COUNTS SECONDS SCRIPT runs a journey in a browser, which counts as one test.
journey() {
  local status=0
  (cd frontend && timeout "$2" node "$3" </dev/null) || status=$?
  if [ "$status" = 0 ]; then echo "1 0"; else echo "0 1"; fi >"$work/$1"
  return "$status"
}
browser() { TRIPOL_E2E_ENGINE=$1 journey "browser-$1" 1800 e2e/run.mjs; }
phones() { journey phones 120 e2e/lan/run.mjs; }         # in a network of their own; says so where that is not allowed
offline() { TRIPOL_KILLS=$(short_or_long 3 100) journey offline 2400 e2e/offline/run.mjs; }       # killed after "Saved"
updates() { TRIPOL_UPDATES=$(short_or_long 2 100) journey updates 2400 e2e/offline/update.mjs; }
workday() { journey workday 300 e2e/offline/site.mjs; }
queue() { # one card after the other before one phone, whose memory must not grow
  local cards
  cards=$(short_or_long 30 300)
  TRIPOL_CARDS=$cards TRIPOL_FAMILIES=$((cards + 100)) journey queue 1800 e2e/offline/slow.mjs
}
put_back() { journey put-back 120 e2e/offline/putback.mjs; } # an old copy of the data put back past the program
cards() { journey cards 120 e2e/offline/cards.mjs; }         # the phone's reader of cards, upon the browser's own mathematics
