package web

import (
	"slices"
	"strings"
	"testing"
)

// hidden returns the routes that an earlier one shadows, because its parameter matches their literal segment.
func hidden(routes []Route) (all []string) {
	for i, late := range routes {
		for _, early := range routes[:i] {
			if early.Method == late.Method && early.Path != late.Path && fits(early.Path, late.Path) {
				all = append(all, late.Method+" "+late.Path+" behind "+early.Path)
			}
		}
	}
	return all
}

func fits(pattern, path string) bool {
	words, parts := strings.Split(pattern, "/"), strings.Split(path, "/")
	return len(words) == len(parts) && !slices.ContainsFunc(words, func(word string) bool {
		part := parts[0]
		parts = parts[1:]
		return word != part && !strings.HasPrefix(word, ":")
	})
}

func TestNoRouteHidesAnother(t *testing.T) {
	if all := hidden(Routes()); len(all) > 0 {
		t.Errorf("never reached: %v", all)
	}
	control := []Route{{Method: "GET", Path: "/households/:id"}, {Method: "GET", Path: "/households/count"}}
	if len(hidden(control)) != 1 {
		t.Error("a parameter before a word was let through")
	}
}
