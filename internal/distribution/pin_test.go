package distribution

import (
	_ "embed"
	"encoding/json"
	"testing"
)

//go:embed testdata/pins.json
var pinVectors []byte

// Server and phone have one rule for easy PINs; the phone's test reads the same file.
func TestEasyPINs(t *testing.T) {
	var pins struct{ Easy, Hard []string }
	if err := json.Unmarshal(pinVectors, &pins); err != nil {
		t.Fatal(err)
	}
	for _, pin := range pins.Easy {
		if !easyPIN(pin) {
			t.Errorf("%s is not an easy PIN", pin)
		}
	}
	for _, pin := range pins.Hard { // the control
		if easyPIN(pin) {
			t.Errorf("%s is an easy PIN", pin)
		}
	}
	if len(pins.Easy) < 30 || len(pins.Hard) < 10 {
		t.Errorf("%d easy and %d hard PINs", len(pins.Easy), len(pins.Hard))
	}
}
