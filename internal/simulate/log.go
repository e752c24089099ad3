package simulate

import (
	"bufio"
	"encoding/json"
	"errors"
	"os"
)

// Saved is one line of a phone's log: an entry, written before the phone shows "Saved". The check reads nothing else.
type Saved struct {
	ID         string `json:"id"`
	Credential string `json:"credential"`
	Seq        int    `json:"seq"`
	Kind       string `json:"kind"`
	Subject    string `json:"subject"`            // id of the entity that it creates
	Name       string `json:"name,omitempty"`     // of a family; unique
	Handover   string `json:"handover,omitempty"` // that it undoes
	Code       string `json:"code,omitempty"`     // of the scanned card
	Quantity   int64  `json:"quantity,omitempty"`
	Record     []byte `json:"record"` // as sent
	Open       []byte `json:"open"`   // before sealing
}

// save appends a line to a log and syncs it to the disk.
func save(path string, s Saved) error {
	raw, err := json.Marshal(s)
	if err != nil {
		return err
	}
	file, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600) //nolint:gosec // a folder of our own
	if err != nil {
		return err
	}
	_, err = file.Write(append(raw, '\n'))
	return errors.Join(err, file.Close())
}

// readLog reads a phone's log.
func readLog(path string) (all []Saved, err error) {
	file, err := os.Open(path) //nolint:gosec // a folder of our own
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil // a phone without entries
	}
	if err != nil {
		return nil, err
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var s Saved
		if err := json.Unmarshal(lines.Bytes(), &s); err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, lines.Err()
}
