// Package backup writes the whole installation into one file during normal operation, and restores such a file; it
// depends on no table's meaning, only on the form of tables and photos.
//
// The file is a plain tar of small parts in a fixed order, encrypted with age when there is a recipient:
//
//	about.json                      header: format, engine, schema, epoch, last seal, number of rows
//	database/000001 …               SQLite: the file, split into parts
//	tables/NAME/000001 …            Postgres: each table in the text format of COPY, split into parts
//	photos/ID.jpg                   each photo
//	keys/KKKK.seed, packs.seed, …   the keys of cards, packs and phones, only when the file is encrypted
//	list.json                       size and SHA-256 of every part before it
//	list.sha256                     of list.json
//
// Nothing in it is compressed and no part is larger than partSize, so that reading it needs no more memory or disk
// than the file's size. A file without its last part was truncated.
package backup

import (
	"regexp"

	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/journal"
)

// Format is the archive version that this program writes, and the newest that it reads.
const Format = 1

// partSize is the maximum size of a part; a photo is smaller, since it has at most 1600 pixels a side.
const partSize = 8 << 20

const (
	aboutName = "about.json"
	listName  = "list.json"
	sumName   = "list.sha256"
	listSize  = 256 << 20 // about a million photos
)

// The names of parts, in the order of their groups. Any other name is rejected, so that a file cannot choose a path.
var groups = []*regexp.Regexp{
	regexp.MustCompile(`^about\.json$`),
	regexp.MustCompile(`^(?:database|tables/[a-z][a-z_]{0,62})/[0-9]{6}$`),
	regexp.MustCompile(`^photos/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.jpg$`),
	regexp.MustCompile(`^keys/(?:[0-9a-f]{4}\.seed|packs\.seed|phones\.age)$`),
	regexp.MustCompile(`^list\.json$`),
	regexp.MustCompile(`^list\.sha256$`),
}

// About is a backup's header.
type About struct {
	Format   int                 `json:"format"`
	Engine   db.Engine           `json:"engine"`
	Versions []int64             `json:"versions"` // the migrations that made its schema
	TakenAt  db.Instant          `json:"taken_at"` // the instant of the snapshot
	Epoch    journal.Epoch       `json:"epoch"`
	Head     journal.Head        `json:"head"` // the last seal in it
	Rows     map[string]int64    `json:"rows"` // by table
	Columns  map[string][]string `json:"columns,omitempty"`
	Photos   int                 `json:"photos"`
	Missing  int                 `json:"missing_photos"` // rows whose file was missing before the backup began
	Keys     bool                `json:"keys"`           // whether the keys that sign cards are included
}

// part is an entry of the list.
type part struct {
	Name   string `json:"name"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

type list struct {
	Parts []part `json:"parts"`
}

// refuse returns a fault with the reason and the remedy.
func refuse(code, message string) *fault.Fault { return fault.New(fault.Invalid, code, message) }

// The refusals of a file.
func cutShort() *fault.Fault {
	return refuse("backup_cut_short",
		"The file is truncated: the copy is incomplete. Copy it again from its origin.")
}

func altered() *fault.Fault {
	return refuse("backup_altered", "The file has been altered. Use another copy of it, or an older backup.")
}

func strange() *fault.Fault {
	return refuse("backup_unreadable", "Not a backup made by `tripol backup`. Check that it is the right file.")
}
