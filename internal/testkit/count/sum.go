package main

import (
	"bufio"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// The names of the engines, as they stand between the slashes of a subtest's name.
const sqlite, postgres = "sqlite", "postgres"

// sum is the result of a run. A test with subtests is not counted beside them, unless it failed by itself.
type sum struct {
	passed, failed int
	skipped        []test
	engine         map[string]int // tests that ran, by engine
	lone           []string       // tests that ran on one engine only and are not listed
	listed         int            // tests on one engine only that are listed
	stale          []string       // listed tests that ran on both, or not at all
	broken         []string       // packages that failed outside their tests
}

func (s sum) sound() bool {
	return s.failed == 0 && len(s.broken) == 0 && len(s.lone) == 0 && len(s.stale) == 0 && s.passed > 0
}

func (t *tests) of(pkg string) (keys []test) {
	for key := range t.result {
		if key.pkg == pkg {
			keys = append(keys, key)
		}
	}
	slices.SortFunc(keys, func(a, b test) int { return strings.Compare(a.name, b.name) })
	return keys
}

// sum counts, given the tests that are allowed to exist on one engine only.
func (t *tests) sum(allowed map[string]bool) sum {
	s := sum{engine: map[string]int{}}
	sides := map[string]map[string]bool{sqlite: {}, postgres: {}}
	failing := map[string]bool{}
	for _, key := range t.leaves() {
		switch t.result[key] {
		case "skip":
			s.skipped = append(s.skipped, key)
			continue
		case "pass":
			s.passed++
		default:
			s.failed++
			failing[key.pkg] = true
		}
		if engine, both := engineOf(key); engine != "" {
			s.engine[engine]++
			sides[engine][both] = true
		}
	}
	for _, pkg := range slices.Sorted(maps.Keys(t.failed)) {
		if !failing[pkg] {
			s.broken = append(s.broken, pkg)
		}
	}
	s.compare(sides, allowed)
	return s
}

// leaves are the tests without subtests, and those whose own failure no subtest explains.
func (t *tests) leaves() (leaves []test) {
	parent, explained := map[test]bool{}, map[test]bool{}
	for key, result := range t.result {
		for name := key.name; ; {
			cut := strings.LastIndexByte(name, '/')
			if cut < 0 {
				break
			}
			name = name[:cut]
			above := test{key.pkg, name}
			parent[above] = true
			explained[above] = explained[above] || result == "fail" || result == "run"
		}
	}
	for key, result := range t.result {
		unexplained := (result == "fail" || result == "run") && !explained[key]
		if !parent[key] || unexplained {
			leaves = append(leaves, key)
		}
	}
	slices.SortFunc(leaves, func(a, b test) int { return strings.Compare(a.String(), b.String()) })
	return leaves
}

// engineOf tells the engine of a test, and its name with the engine left open.
func engineOf(key test) (engine, both string) {
	parts := strings.Split(key.name, "/")
	for i, part := range parts {
		if i > 0 && (part == sqlite || part == postgres) {
			parts[i] = "*"
			return part, test{key.pkg, strings.Join(parts, "/")}.String()
		}
	}
	return "", ""
}

func (s *sum) compare(sides map[string]map[string]bool, allowed map[string]bool) {
	found := map[string]bool{}
	for engine, other := range map[string]string{sqlite: postgres, postgres: sqlite} {
		for name := range sides[engine] {
			lone := engine + " " + name
			switch {
			case sides[other][name]:
			case allowed[lone]:
				s.listed++
				found[lone] = true
			default:
				s.lone = append(s.lone, lone)
			}
		}
	}
	for lone := range allowed {
		if !found[lone] {
			s.stale = append(s.stale, lone)
		}
	}
	slices.Sort(s.lone)
	slices.Sort(s.stale)
}

func (s sum) report(out io.Writer) error {
	var text strings.Builder
	list := func(title string, lines []string) {
		if len(lines) > 0 {
			fmt.Fprintf(&text, "%s:\n  %s\n", title, strings.Join(lines, "\n  "))
		}
	}
	skipped := make([]string, len(s.skipped))
	for i, key := range s.skipped {
		skipped[i] = key.String()
	}
	list("skipped", skipped)
	list("failed outside a test", s.broken)
	list("ran on one engine only", s.lone)
	list("listed as running on one engine only, but did not", s.stale)
	verdict := "equal"
	if s.listed > 0 {
		verdict = fmt.Sprintf("equal but for %d that are listed", s.listed)
	}
	if len(s.lone) > 0 || len(s.stale) > 0 {
		verdict = "NOT the same tests"
	}
	fmt.Fprintf(&text, "tests: sqlite %d, postgres %d (%s); %d passed, %d failed in all\n",
		s.engine[sqlite], s.engine[postgres], verdict, s.passed, s.failed)
	_, err := io.WriteString(out, text.String())
	return err
}

// parseOnly reads lines such as `postgres tripol/internal/db TestRoles/*: SQLite has no roles`; # begins a comment.
func parseOnly(in io.Reader) (map[string]bool, error) {
	allowed := map[string]bool{}
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		name, because, given := strings.Cut(line, ": ")
		if !given || because == "" || len(strings.Fields(name)) != 3 {
			return nil, fmt.Errorf("%q: want `engine package Test/*: reason`", line)
		}
		allowed[name] = true
	}
	return allowed, lines.Err()
}
