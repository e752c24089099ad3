package household_test

import (
	"encoding/json"
	"os"
	"testing"

	"tripol/internal/household"
)

// The phone has its own implementation of the phonetic key, in TypeScript. These examples keep both equal: the app's
// tests read the same files. After a change of the rules, TRIPOL_WRITE_EXAMPLES=1 writes that of the current version
// again; the rules of version 2 do not change, since phones with protocol 1 have them.
func TestTheExamplesOfSounds(t *testing.T) {
	before, err := os.ReadFile("testdata/sounds2.json")
	if err != nil {
		t.Fatal(err)
	}
	var frozen map[string]string
	if err := json.Unmarshal(before, &frozen); err != nil || len(frozen) < 200 {
		t.Fatalf("%d examples of version 2, %v", len(frozen), err)
	}
	for name, sound := range frozen {
		if heard := household.PhoneticKeyOf(household.KeyVersion2, name); heard != sound {
			t.Errorf("%q sounds %q by version 2, the file says %q", name, heard, sound)
		}
	}
	const path = "testdata/sounds.json"
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var examples map[string]string
	if err := json.Unmarshal(raw, &examples); err != nil {
		t.Fatal(err)
	}
	if len(examples) < 200 {
		t.Errorf("only %d examples", len(examples))
	}
	for name, sound := range examples {
		heard := household.PhoneticKey(name)
		if os.Getenv("TRIPOL_WRITE_EXAMPLES") == "" && heard != sound {
			t.Errorf("%q sounds %q, the file says %q", name, heard, sound)
		}
		examples[name] = heard
	}
	if os.Getenv("TRIPOL_WRITE_EXAMPLES") != "" {
		raw, err := json.MarshalIndent(examples, "", "  ")
		if err == nil {
			err = os.WriteFile(path, append(raw, '\n'), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}
