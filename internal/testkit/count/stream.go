package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// event is one line of `go test -json`; see `go doc test2json`.
type event struct {
	Action  string
	Package string
	Test    string
	Output  string
	Elapsed float64 // seconds
}

// test is one test or subtest of one package.
type test struct{ pkg, name string }

func (t test) String() string { return t.pkg + " " + t.name }

// tests is the result of a stream: the last event of each test, and the failed packages.
type tests struct {
	result map[test]string // pass, fail, skip; run while it has not ended
	output map[test][]string
	failed map[string]bool // packages
}

// read takes the whole stream, writing a line for each package as it ends and the output of what failed.
func read(in io.Reader, out io.Writer) (*tests, error) {
	t := &tests{result: map[test]string{}, output: map[test][]string{}, failed: map[string]bool{}}
	lines := bufio.NewReader(in)
	for {
		line, err := lines.ReadString('\n')
		if line != "" {
			if err := t.take(line, out); err != nil {
				return nil, err
			}
		}
		if err == io.EOF {
			return t, nil
		}
		if err != nil {
			return nil, err
		}
	}
}

func (t *tests) take(line string, out io.Writer) error {
	var e event
	if json.Unmarshal([]byte(line), &e) != nil {
		_, err := io.WriteString(out, line) // not an event: output of the go command itself
		return err
	}
	key := test{e.Package, e.Test}
	switch e.Action {
	case "build-output":
		_, err := io.WriteString(out, e.Output)
		return err
	case "run":
		t.result[key] = e.Action
	case "output":
		t.output[key] = append(t.output[key], e.Output)
	case "pass", "fail", "skip":
		return t.end(key, e, out)
	}
	return nil
}

func (t *tests) end(key test, e event, out io.Writer) error {
	if key.name != "" {
		t.result[key] = e.Action
		if e.Action != "fail" {
			delete(t.output, key)
		}
		return nil
	}
	if e.Action == "fail" {
		t.failed[e.Package] = true
		if err := t.showFailed(e.Package, out); err != nil {
			return err
		}
	}
	t.forget(e.Package)
	if e.Action == "skip" {
		return nil // no test files
	}
	word := map[string]string{"pass": "ok  ", "fail": "FAIL"}[e.Action]
	_, err := fmt.Fprintf(out, "%s %s %.1fs\n", word, e.Package, e.Elapsed)
	return err
}

// showFailed writes the output of the failed and unfinished tests of a package, and of the package itself.
func (t *tests) showFailed(pkg string, out io.Writer) error {
	var text strings.Builder
	for _, key := range t.of(pkg) {
		if result := t.result[key]; result != "fail" && result != "run" {
			continue
		}
		fmt.Fprintf(&text, "--- %s\n", key)
		for _, said := range t.output[key] {
			if !strings.HasPrefix(said, "=== ") {
				text.WriteString(said)
			}
		}
	}
	text.WriteString(strings.Join(t.output[test{pkg: pkg}], ""))
	_, err := io.WriteString(out, text.String())
	return err
}

// forget drops the output of a package that has been reported.
func (t *tests) forget(pkg string) {
	for key := range t.output {
		if key.pkg == pkg {
			delete(t.output, key)
		}
	}
}
