package testkit

import (
	_ "embed"
	"encoding/json"
	"testing"
)

// payloads has a valid payload of each kind that somebody can submit, with every field, by kind.
//
//go:embed payloads.json
var payloads []byte

// Payloads returns a valid payload of each kind, as JSON, by the kind's name.
func Payloads(tb testing.TB) map[string]json.RawMessage {
	tb.Helper()
	all := map[string]json.RawMessage{}
	if err := json.Unmarshal(payloads, &all); err != nil {
		tb.Fatal(err)
	}
	return all
}
