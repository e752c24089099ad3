package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// stream makes the lines of a run from words such as "pass db TestRead/sqlite".
func stream(t *testing.T, lines ...string) string {
	t.Helper()
	var text strings.Builder
	for _, line := range lines {
		word, rest, _ := strings.Cut(line, " ")
		pkg, name, _ := strings.Cut(rest, " ")
		e := map[string]any{"Action": word, "Package": pkg, "Elapsed": 0.5}
		if word == "output" {
			name, said, _ := strings.Cut(name, " ")
			e["Test"], e["Output"] = name, said+"\n"
		} else if name != "" {
			e["Test"] = name
		}
		encoded, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		text.Write(append(encoded, '\n'))
	}
	return text.String()
}

func TestRun(t *testing.T) {
	both := []string{"pass db TestRead/sqlite", "pass db TestRead/postgres", "pass db TestRead"}
	for name, c := range map[string]struct {
		lines  []string
		only   string
		sound  bool
		says   []string
		unsaid string
	}{
		"both engines alike": {
			lines: append(both, "pass db TestPure", "pass db"), sound: true,
			says: []string{"ok   db 0.5s", "tests: sqlite 1, postgres 1 (equal); 3 passed, 0 failed in all"},
		},
		"what passed says nothing, what failed says everything": {
			lines: append(both, "output db TestRead/sqlite quiet", "output db TestLoud sum does not close",
				"fail db TestLoud", "fail db"),
			says:   []string{"--- db TestLoud\nsum does not close\nFAIL db 0.5s", "2 passed, 1 failed"},
			unsaid: "quiet",
		},
		"an engine was left out": {
			lines: []string{"pass db TestRead/sqlite", "pass db TestRead", "pass db"},
			says:  []string{"ran on one engine only:\n  sqlite db TestRead/*", "sqlite 1, postgres 0 (NOT the same tests)"},
		},
		"an engine was skipped": {
			lines: []string{"pass db TestRead/sqlite", "skip db TestRead/postgres", "pass db TestRead", "pass db"},
			says:  []string{"skipped:\n  db TestRead/postgres", "NOT the same tests"},
		},
		"an engine was left out, and it is said why": {
			lines: append(both, "pass db TestRoles/postgres", "pass db TestRoles", "pass db"),
			only:  "# reasons\npostgres db TestRoles/*: SQLite has no roles\n", sound: true,
			says: []string{"sqlite 1, postgres 2 (equal but for 1 that are listed)"},
		},
		"a reason that is no longer needed": {
			lines: append(both, "pass db"), only: "postgres db TestRoles/*: SQLite has no roles\n",
			says: []string{"listed as running on one engine only, but did not:\n  postgres db TestRoles/*"},
		},
		"subtests below and above the engine": {
			lines: []string{
				"pass db TestA/small/sqlite/x", "pass db TestA/small/sqlite", "pass db TestA/small/postgres/x",
				"pass db TestA/small/postgres", "pass db TestA/small", "pass db TestA", "pass db",
			},
			sound: true, says: []string{"sqlite 1, postgres 1 (equal); 2 passed, 0 failed"},
		},
		"a failed subtest is one failure, not two": {
			lines: []string{"fail db TestA/x", "fail db TestA", "fail db"}, says: []string{"0 passed, 1 failed"},
		},
		"a test that fails around its subtests is a failure": {
			lines: []string{"pass db TestA/x", "fail db TestA", "fail db"}, says: []string{"1 passed, 1 failed"},
		},
		"a test that never ended": {
			lines: []string{"run db TestSlow", "output db TestSlow panic: test timed out", "fail db"},
			says:  []string{"panic: test timed out", "0 passed, 1 failed"},
		},
		"a package that does not compile": {
			lines: append(both, "pass db", "fail web"), says: []string{"failed outside a test:\n  web", "FAIL web"},
		},
		"no test at all": {lines: []string{"skip db"}, says: []string{"0 passed, 0 failed"}},
	} {
		t.Run(name, func(t *testing.T) {
			only := filepath.Join(t.TempDir(), "only.txt")
			if err := os.WriteFile(only, []byte(c.only), 0o600); err != nil {
				t.Fatal(err)
			}
			var out strings.Builder
			sound, err := run(strings.NewReader(stream(t, c.lines...)), &out, only, "")
			if err != nil {
				t.Fatal(err)
			}
			if sound != c.sound {
				t.Errorf("sound is %v, want %v", sound, c.sound)
			}
			for _, want := range c.says {
				if !strings.Contains(out.String(), want) {
					t.Errorf("does not say %q:\n%s", want, out.String())
				}
			}
			if c.unsaid != "" && strings.Contains(out.String(), c.unsaid) {
				t.Errorf("says %q:\n%s", c.unsaid, out.String())
			}
		})
	}
}

func TestTotalIsWrittenForTheClosingLine(t *testing.T) {
	total := filepath.Join(t.TempDir(), "total")
	var out strings.Builder
	lines := stream(t, "pass db TestA", "fail db TestB", "fail db")
	if _, err := run(strings.NewReader("go: downloading\n"+lines), &out, "", total); err != nil {
		t.Fatal(err)
	}
	if written, err := os.ReadFile(total); err != nil || string(written) != "1 1\n" {
		t.Errorf("wrote %q (%v), want 1 1", written, err)
	}
	if !strings.Contains(out.String(), "go: downloading") {
		t.Error("the go command's own words were swallowed")
	}
}

func TestReasonsAreDemanded(t *testing.T) {
	for _, line := range []string{"postgres db TestRoles/*", "postgres db TestRoles/*: ", "postgres TestRoles: because"} {
		if _, err := parseOnly(strings.NewReader(line)); err == nil {
			t.Errorf("%q was taken", line)
		}
	}
}
