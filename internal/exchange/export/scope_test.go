package export_test

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/exchange/export"
	"tripol/internal/household"
	"tripol/internal/testkit"
)

var wellTagged = regexp.MustCompile(`^#[a-z][a-z0-9_]*(\+[a-z][a-z0-9_]*)*$`)

// A list contains only data in its reader's scope: organisation, areas, and columns by role.
func TestAListKeepsToItsReadersRights(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		h := newHouse(t, s)
		own := h.family(nil)
		far := h.family(func(r *household.HouseholdRegister) { r.Area, r.Name = hingalganj, "Sabita Mondal" })
		for name, row := range map[string]struct {
			who  actor.Actor
			area string
			want []household.ID
		}{
			"everywhere":              {testkit.Other(actor.Coordinator), "", []household.ID{own, far}},
			"one block asked for":     {testkit.Other(actor.Coordinator), "block:2738", []household.ID{own}},
			"one village given":       {testkit.Only(testkit.Other(actor.Coordinator), villagePath), "", []household.ID{own}},
			"asked for out of reach":  {testkit.Only(testkit.Other(actor.Coordinator), villagePath), "block:2739", nil},
			"of another organisation": {testkit.Stranger(actor.Coordinator), "", nil},
		} {
			rows := h.read(h.begin(row.who, export.Request{List: "households", Area: row.area}))
			var got []household.ID
			for _, r := range rows {
				got = append(got, household.ID(r["household"]))
			}
			if fmt.Sprint(got) != fmt.Sprint(row.want) {
				t.Errorf("%s: %d rows, want %d", name, len(got), len(row.want))
			}
		}
		// A coordinator of one block who hands out in another sees names there, and no phones.
		both := testkit.Only(testkit.Other(actor.Coordinator), villagePath)
		both.Grants = append(both.Grants, actor.Grant{Role: actor.Distributor, Path: "/"})
		for _, r := range h.read(h.begin(both, export.Request{List: "households"})) {
			here := r["household"] == string(own)
			if (r["phone"] != "") != here || (r["landmark"] != "") != here || (r["criteria"] != "") != here || r["name"] == "" {
				t.Errorf("own block %v: the columns are %v", here, r)
			}
		}
	})
}

// The control: the query without its scope gives a person of another village the row that the list must not have.
func TestControlAListWithoutScope(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		h := newHouse(t, s)
		h.family(func(r *household.HouseholdRegister) { r.Area = hingalganj })
		who := testkit.Only(testkit.Other(actor.Coordinator), villagePath)
		err := s.Read(t.Context(), who, func(tx *db.Tx) error {
			part := household.ExportPage{Limit: 10}
			kept, err := household.ListExportPage(tx, part)
			if err != nil {
				return err
			}
			var all []household.Household
			err = tx.Scopes(part.Filter("registered_at")).Find(&all).Error
			if len(kept) != 0 || len(all) != 1 {
				t.Errorf("%d rows in scope, %d without it", len(kept), len(all))
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// The export is journalled before the first byte is sent, even if it fails afterwards.
func TestAnExportIsJournalledFirst(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		h := newHouse(t, s)
		count := func() (n int64) {
			if err := s.Read(t.Context(), actor.System(), func(tx *db.Tx) error {
				return tx.Table("entry").Where("kind = ?", "list.export").Count(&n).Error
			}); err != nil {
				t.Fatal(err)
			}
			return n
		}
		err := h.begin(worker, export.Request{List: "households"}).Write(t.Context(), &taken{look: func(int) error {
			if n := count(); n != 1 {
				t.Errorf("%d exports are journalled at the first byte", n)
			}
			return errHungUp
		}})
		if !errors.Is(err, errHungUp) {
			t.Errorf("got %v", err)
		}
		_, err = h.exporter(testkit.Actor(actor.Treasurer)).Open(t.Context(), export.Request{List: "households", Format: "csv"})
		if n := count(); err == nil || n != 2 { // the refusal is kept too
			t.Errorf("a refused export: %v, %d journalled", err, n)
		}
	})
}

// many registers more families than two pieces hold, in one transaction.
func (h *house) many(n int) {
	h.Helper()
	err := h.Store.Write(h.Context(), worker, func(tx *db.Tx) error {
		for i := range n {
			e := testkit.Entry("household.register")
			_, err := household.Register(tx, e, household.HouseholdRegister{
				ID: household.ID(db.NewID()), Area: village, Name: fmt.Sprintf("Family %d", i),
				People: household.People{Women: 1}, House: household.Kutcha,
				Consent: household.ConsentGiven{Given: true, How: "read_by_me", Language: "bn"},
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		h.Fatal(err)
	}
}

// A list of several pieces has every family once, and none that came after it was asked for.
func TestPiecesMakeAWhole(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		h := newHouse(t, s)
		const families = 1250
		h.many(families)
		e := h.begin(worker, export.Request{List: "households"})
		late := h.family(nil)
		seen := map[string]bool{}
		for _, r := range h.read(e) {
			if seen[r["household"]] {
				t.Error("a family came twice")
			}
			seen[r["household"]] = true
		}
		if len(seen) != families || seen[string(late)] {
			t.Errorf("%d families, want %d; the late one came: %v", len(seen), families, seen[string(late)])
		}
	})
}

// While the reader takes its time no snapshot is held, behind which the log of changes would grow.
// The control holds one, and the same look sees it.
func TestASlowReaderHoldsNoSnapshot(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		options := testkit.Fresh(t, engine)
		s := testkit.Open(t, options)
		h := newHouse(t, s)
		h.many(450)
		owner := testkit.Owner(t, options)
		looks := 0
		err := h.begin(worker, export.Request{List: "households"}).Write(t.Context(), &taken{look: func(int) error {
			looks++
			if held(t, owner, engine) {
				t.Error("a snapshot is held while the reader takes its time")
			}
			return nil
		}})
		if err != nil || looks < 3 {
			t.Fatalf("%d looks, %v", looks, err)
		}
		err = s.Read(t.Context(), worker, func(tx *db.Tx) error {
			if _, err := household.ListExportPage(tx, household.ExportPage{Limit: 1}); err != nil {
				return err
			}
			h.family(nil) // something to keep from this snapshot
			if !held(t, owner, engine) {
				t.Error("control: a held snapshot was not seen")
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// held says whether somebody reads an old state: on SQLite the log of changes cannot be emptied, on Postgres a
// transaction stands open.
func held(t *testing.T, owner *sql.DB, engine db.Engine) bool {
	t.Helper()
	if engine == db.Postgres {
		var open int
		query := "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'"
		if err := owner.QueryRowContext(t.Context(), query).Scan(&open); err != nil {
			t.Fatal(err)
		}
		return open > 0
	}
	var busy, pages, done int
	if _, err := owner.ExecContext(t.Context(), "PRAGMA busy_timeout = 50"); err != nil {
		t.Fatal(err)
	}
	if err := owner.QueryRowContext(t.Context(), "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &pages, &done); err != nil {
		t.Fatal(err)
	}
	return busy != 0
}

// A truncated file is not a valid workbook, so a partial export cannot be mistaken for a complete one.
func TestABrokenWorkbookDoesNotOpen(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		h := newHouse(t, s)
		h.many(1500) // enough for the packer to let go of something in between
		var out bytes.Buffer
		err := h.begin(worker, export.Request{List: "households", Format: "xlsx"}).Write(t.Context(), &breaking{to: &out})
		if !errors.Is(err, errHungUp) || out.Len() == 0 {
			t.Fatalf("%d bytes, %v", out.Len(), err)
		}
		if _, err := excelize.OpenReader(bytes.NewReader(out.Bytes())); err == nil {
			t.Error("a part of a workbook opened as if it were whole")
		}
	})
}

// breaking accepts the first write and fails the second.
type breaking struct {
	to    *bytes.Buffer
	calls int
}

func (w *breaking) Write(p []byte) (int, error) {
	if w.calls++; w.calls > 1 {
		return 0, errHungUp
	}
	return w.to.Write(p)
}

// The audit record of an export has no personal data: the entry names the list, not its content.
func TestTheEntryHoldsNoRow(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		h := newHouse(t, s)
		h.family(nil)
		h.read(h.begin(worker, export.Request{List: "households", Area: "block:2738", Since: "2020-05-21"}))
		var bodies []struct {
			Kind    string
			Payload []byte
		}
		err := s.Read(t.Context(), actor.System(), func(tx *db.Tx) error {
			return tx.Raw("SELECT e.kind, b.payload FROM entry e JOIN entry_body b ON b.entry = e.id WHERE e.kind = 'list.export'").Scan(&bodies).Error
		})
		if err != nil || len(bodies) != 1 {
			t.Fatalf("%d entries, %v", len(bodies), err)
		}
		want := `{"list":"households","format":"csv","tags":false,"area":"block:2738","since":"2020-05-21"}`
		if got := strings.TrimSpace(string(bodies[0].Payload)); got != want {
			t.Errorf("journalled: %s", got)
		}
	})
}
