package journal_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io/fs"
	"testing"

	"tripol/internal/db"
	"tripol/internal/journal"
	"tripol/internal/testkit"
	"tripol/migrations"
)

// sealedBefore is an entry as the first formula bound it.
type sealedBefore struct {
	Seq                      int64
	ID, Kind, Author, Device string
	RecordedAt               int64
	Commitment               []byte
}

// byTheFirstFormula is written out here once more, as the version before had it.
func (e sealedBefore) byTheFirstFormula(previous []byte) []byte {
	var b bytes.Buffer
	number := func(n int64) {
		if err := binary.Write(&b, binary.BigEndian, n); err != nil {
			panic(err)
		}
	}
	text := func(s string) {
		number(int64(len(s)))
		b.WriteString(s)
	}
	b.Write(previous)
	number(e.Seq)
	text(e.ID)
	b.Write(e.Commitment)
	text(e.Kind)
	text(e.Author)
	text(e.Device)
	number(e.RecordedAt)
	sum := sha256.Sum256(b.Bytes())
	return sum[:]
}

// resealed restores the hashes and the schema version from before the formula changed.
func (w *stage) resealed() {
	w.Helper()
	var all []sealedBefore
	w.read(func(tx *db.Tx) error {
		return tx.Raw(`SELECT s.seq, e.id, e.kind, CAST(e.author AS TEXT) AS author, e.device, e.recorded_at, e.commitment
			FROM seal s JOIN entry e ON e.id = s.entry ORDER BY s.seq`).Scan(&all).Error
	})
	hex := "x'%x'"
	if w.s.Engine() == db.Postgres {
		hex = "'\\x%x'"
	}
	testkit.Unguard(w.T, w.options, "seal")
	var previous []byte
	for _, e := range all {
		previous = e.byTheFirstFormula(previous)
		testkit.AsOwner(w.T, w.options, fmt.Sprintf("UPDATE seal SET hash = "+hex+" WHERE seq = %d", previous, e.Seq))
	}
}

// upgraded runs the statement by which the migration notes how far the first formula reaches.
func (w *stage) upgraded() {
	w.Helper()
	folder, err := migrations.For(string(w.s.Engine()))
	if err != nil {
		w.Fatal(err)
	}
	text, err := fs.ReadFile(folder, "0088_seal_formula.sql")
	if err != nil {
		w.Fatal(err)
	}
	at := bytes.Index(text, []byte("INSERT INTO"))
	if at < 0 {
		w.Fatal("the migration notes nothing")
	}
	testkit.AsOwner(w.T, w.options, string(text[at:]))
}

// A database sealed by the previous formula verifies after the upgrade, continues with the new one, and tampering
// with either part is detected.
func TestSealsOfTheFirstFormulaAreProved(t *testing.T) {
	onBoth(t, func(w *stage) {
		w.three()
		w.resealed()
		w.upgraded()
		w.clean()
		w.must(entryWith("test.applied", 3))
		if n, err := journal.Seal(w.Context(), w.s); err != nil || n != 1 {
			t.Fatalf("sealed %d %v", n, err)
		}
		w.clean()
		for _, table := range []string{"entry", "seal_formula"} {
			testkit.Unguard(t, w.options, table)
		}
		for name, c := range map[string][2]string{
			"an old entry's author": {
				"UPDATE entry SET author = NULL WHERE id = (SELECT entry FROM seal WHERE seq = 2)",
				"UPDATE entry SET author = '" + string(worker.Account) + "'",
			},
			"a new entry's pack": {
				"UPDATE entry SET pack = 'x' WHERE id = (SELECT entry FROM seal WHERE seq = 4)", "UPDATE entry SET pack = ''",
			},
			"a new seal called old": {"UPDATE seal_formula SET before = 4", "UPDATE seal_formula SET before = 3"},
			"old seals called new":  {"DELETE FROM seal_formula", "INSERT INTO seal_formula VALUES (3)"},
		} {
			testkit.AsOwner(t, w.options, c[0])
			if !w.checks()["chain_broken"] {
				t.Errorf("%s: the chain still holds", name)
			}
			testkit.AsOwner(t, w.options, c[1])
			w.clean()
		}
	})
}
