// Package main reads the stream of `go test -json`: it shows one line a package and the whole output of what failed,
// and counts the tests on each engine, which must be the same ones. It does not know what any test is about.
//
//	go test -json ./... | count [-only FILE] [-total FILE]
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
)

func main() {
	only := flag.String("only", "", "file that lists the tests which exist on one engine only, each with its reason")
	total := flag.String("total", "", "file to write `passed failed` to, for the closing line of a longer run")
	flag.Parse()
	sound, err := run(os.Stdin, os.Stdout, *only, *total)
	if err != nil {
		fmt.Fprintln(os.Stderr, "count:", err)
	}
	if err != nil || !sound {
		os.Exit(1)
	}
}

// run says whether the stream shows a run in which everything passed, on both engines alike.
func run(in io.Reader, out io.Writer, only, total string) (sound bool, err error) {
	allowed, err := readOnly(only)
	if err != nil {
		return false, err
	}
	tests, err := read(in, out)
	if err != nil {
		return false, err
	}
	sum := tests.sum(allowed)
	if err := sum.report(out); err != nil {
		return false, err
	}
	if total != "" {
		counts := fmt.Sprintf("%d %d\n", sum.passed, sum.failed)
		if err := os.WriteFile(total, []byte(counts), 0o600); err != nil {
			return false, err
		}
	}
	return sum.sound(), nil
}

func readOnly(path string) (map[string]bool, error) {
	if path == "" {
		return map[string]bool{}, nil
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return parseOnly(file)
}
