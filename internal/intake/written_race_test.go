package intake_test

import (
	"testing"

	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/household"
	"tripol/internal/testkit"
)

// A record whose name is written while the office decides on that name is not missed: the decision waits for it and
// places it. The control: without the lock on the area the decision passes, and the record stays undecided for ever,
// under a name that is in no list any more. SQLite has one writer at a time.
func TestADecisionWaitsForNamesThatAreBeingWritten(t *testing.T) {
	onClerks(t, func(c *clerks) {
		if c.Store.Engine() != db.Postgres {
			return
		}
		first := c.writes("Para")
		locked := func(tx *db.Tx, record string) error {
			return household.KeepWritten(tx, household.Written{
				Record: record, On: household.WrittenOnSituation, Name: "Para", At: tx.Now, Entry: c.entry("situation.report", nil).ID,
				Under: area.Area{Key: hasnabadBlock, Path: "/19/303/2738/"},
			})
		}
		unlocked := func(tx *db.Tx, record string) error {
			return tx.Exec(`INSERT INTO written_place (record, organisation, kind, under, under_path, name, folded, sound,
				written_at, entry) SELECT ?, organisation, 'situation_report', under, under_path, name, folded, sound, written_at, ?
				FROM written_place WHERE record = ?`, record, db.NewID(), string(first)).Error
		}
		if at := c.decidedMeanwhile(first, locked, true); at != amlani {
			t.Errorf("a record that was written meanwhile is at %q", at)
		}
		c.takes(c.office, "written_place.match", household.WrittenPlaceMatch{Records: []string{string(first)}, Area: hasnabadBlock})
		if at := c.decidedMeanwhile(first, unlocked, false); at == amlani {
			t.Error("control: without the lock the record is placed as well, so the test proves nothing")
		}
	})
}

// decidedMeanwhile writes a name in a transaction, lets the office match it with Amlani before that transaction ends,
// and returns the place of the record. waits: the decision must wait for the transaction.
func (c *clerks) decidedMeanwhile(first household.ID, write func(*db.Tx, string) error, waits bool) area.Key {
	c.Helper()
	record, wrote, decided := db.NewID(), make(chan struct{}), make(chan struct{})
	match := c.entry("written_place.match", household.WrittenPlaceMatch{Records: []string{string(first)}, Area: amlani})
	go func() {
		defer close(decided)
		<-wrote
		c.accepted(c.office, match)
	}()
	err := c.Store.Write(c.Context(), c.worker, func(tx *db.Tx) error {
		err := write(tx, record)
		close(wrote)
		if err != nil {
			return err
		}
		if waits {
			return testkit.AwaitBlocked(tx)
		}
		<-decided
		return nil
	})
	if err != nil {
		c.Fatal(err)
	}
	<-decided
	var states map[string]household.WrittenState
	c.reads(c.office, func(tx *db.Tx) (err error) {
		states, err = household.WrittenNames(tx, []string{record})
		return err
	})
	return states[record].Area
}
