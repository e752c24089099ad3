// Package reply is the contract of the responses to pushes, which are the same in all protocols: what a phone could not
// send yet must be accepted for ever, so the envelope of a push keeps its version 1 when the protocol of packs changes.
package reply

import (
	"time"

	"tripol/internal/journal"
)

// Push contains the outcome of each record of a push, in their order.
type Push struct {
	Protocol        int        `json:"protocol"`
	Now             time.Time  `json:"now"`
	Epoch           Epoch      `json:"epoch"`
	BackedUpThrough int64      `json:"backed_up_through"` // highest seal that is in a backup
	SealKey         string     `json:"seal_key"`
	Withdrawn       bool       `json:"withdrawn"`
	Checkpoint      Checkpoint `json:"checkpoint"`
	Seen            *Head      `json:"seen,omitempty"` // this server's head at the phone's checkpoint
	Gaps            [][2]int64 `json:"gaps,omitempty"` // numbers that were not received, to be resent
	Results         []Outcome  `json:"results" nullable:"false"`
}

// Epoch is the period between two restores.
type Epoch struct {
	Number int64  `json:"number"`
	ID     string `json:"id,omitempty"`
}

// Head is a position of the hash chain.
type Head struct {
	Seq  int64  `json:"seq"`
	Hash string `json:"hash" shape:"sha256"`
}

// Checkpoint is a statement, its exact bytes, with their Ed25519 signature.
type Checkpoint struct {
	Statement []byte `json:"statement" format:"byte"`
	Signature []byte `json:"signature" format:"byte"`
}

// Statement is the content of a checkpoint: the head of the hash chain at a moment.
type Statement struct {
	Epoch Epoch     `json:"epoch"`
	Head  Head      `json:"head"`
	At    time.Time `json:"at"`
}

// Outcome is the outcome of a record.
type Outcome struct {
	Entry   journal.EntryID `json:"entry"`
	Status  journal.Status  `json:"status"`
	Was     journal.Status  `json:"was,omitempty"` // of a duplicate: the status of the first outcome
	Code    string          `json:"code,omitempty" set:"fault_code"`
	Path    string          `json:"path,omitempty"`
	Message string          `json:"message,omitempty"` // in English; clients translate the code
	Numbers map[string]any  `json:"numbers,omitempty"` // by the outcome's code and kind
	Seq     int64           `json:"seq,omitempty"`     // its number in the sealed sequence, once sealed and submitted again
}
