package internal_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// Each promise of docs/promises.md has tests that exist, or the reason why it is not held yet; and a test that cites a
// promise by its number cites one of these.

var (
	goTest     = regexp.MustCompile(`(?m)^func ((?:Test|Fuzz)\w+)\(`)
	ofPromise  = regexp.MustCompile(`^(?:Test|Fuzz)B(\d+)`)
	promiseRow = regexp.MustCompile(`(?m)^\| B(\d+) \| (.+) \| (.*)\| (.*)\|$`)
)

const promises = 60

// goTests are the names of all Go tests of the repository.
func goTests(t *testing.T) (names []string) {
	t.Helper()
	for _, file := range pagesOf(t, "_test.go") {
		for _, m := range goTest.FindAllStringSubmatch(textOf(t, file), -1) {
			names = append(names, m[1])
		}
	}
	return names
}

// promiseFaults are the faults of a document of promises, given the Go tests that exist.
func promiseFaults(document string, tests []string) (faults []string) {
	seen := map[string]bool{}
	for _, row := range promiseRow.FindAllStringSubmatch(document, -1) {
		number, named, reason := row[1], codeFont.FindAllStringSubmatch(row[3], -1), strings.TrimSpace(row[4])
		if seen[number] {
			faults = append(faults, "B"+number+" has two rows")
		}
		seen[number] = true
		if len(named) == 0 && reason == "" {
			faults = append(faults, "B"+number+" has neither a test nor a reason why it is not held yet")
		}
		for _, name := range named {
			if !testExists(name[1], tests) {
				faults = append(faults, "B"+number+" names "+name[1]+", which does not exist")
			}
		}
	}
	for i := range promises {
		if number := strconv.Itoa(i + 1); !seen[number] {
			faults = append(faults, "B"+number+" is missing")
		}
	}
	for _, test := range tests {
		if m := ofPromise.FindStringSubmatch(test); m != nil && !seen[m[1]] {
			faults = append(faults, test+" cites a promise that docs/promises.md does not contain")
		}
	}
	return faults
}

// testExists reports whether a name is a Go test, a prefix of Go tests followed by *, or a file of the front end's tests.
func testExists(name string, tests []string) bool {
	if strings.HasPrefix(name, "frontend/") {
		_, err := os.Stat(filepath.Join("..", filepath.FromSlash(name)))
		return err == nil
	}
	if prefix, all := strings.CutSuffix(name, "*"); all {
		return slices.ContainsFunc(tests, func(test string) bool { return strings.HasPrefix(test, prefix) })
	}
	return slices.Contains(tests, name)
}

func TestPromisesHaveTestsOrReasons(t *testing.T) {
	for _, fault := range promiseFaults(textOf(t, "docs/promises.md"), goTests(t)) {
		t.Error(fault)
	}
}

func TestPromisesControl(t *testing.T) {
	document, tests := textOf(t, "docs/promises.md"), goTests(t)
	row := promiseRow.FindString(document)
	for what, broken := range map[string]string{
		"a row without test and reason": strings.Replace(document, row, "| B1 | A promise. | | |", 1),
		"a test that does not exist":    strings.Replace(document, row, "| B1 | A promise. | `TestB1_Nowhere` | |", 1),
		"a prefix that nothing has":     strings.Replace(document, row, "| B1 | A promise. | `TestB999_*` | |", 1),
		"a file that does not exist":    strings.Replace(document, row, "| B1 | A promise. | `frontend/src/no.test.ts` | |", 1),
		"a missing row":                 strings.Replace(document, row, "", 1),
		"a row twice":                   document + row + "\n",
	} {
		if len(promiseFaults(broken, tests)) == 0 {
			t.Errorf("%s was not reported", what)
		}
	}
	if len(promiseFaults(document, append(tests, "TestB61_Unknown"))) == 0 {
		t.Error("a test of an unknown promise was not reported")
	}
}
