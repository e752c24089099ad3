package field_test

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/field"
	"tripol/internal/journal"
	"tripol/internal/people"
	"tripol/internal/phonedata/reply"
	"tripol/internal/testkit"
)

// keeper is a phone that keeps its sent records. It offers all again when the signed sequence differs, and, unless it
// is deaf, the numbers that the server lists.
type keeper struct {
	*phone
	as      people.Phone
	records []string // by sequence number, from 1
	seen    reply.Statement
	waits   []string
	warned  bool // another order was signed
	deaf    bool // an app of before the server listed gaps
}

func (k *keeper) makes() {
	k.seq = int64(len(k.records))
	r := k.record()
	k.records, k.waits = append(k.records, r), append(k.waits, r)
}

// syncs pushes until the outbox is empty.
func (k *keeper) syncs() {
	k.Helper()
	for more := true; more; {
		body := fmt.Sprintf(`{"protocol":1,"seen":{"epoch":%d,"seq":%d,"hash":%q},"outbox":{"waiting":0,"next_seq":%d},"records":[%s]}`,
			k.seen.Epoch.Number, k.seen.Head.Seq, k.seen.Head.Hash, len(k.records)+1, strings.Join(k.waits, ","))
		answer := k.pushAs(k.as, body)
		for i, o := range answer.Results {
			if o.Status != journal.StatusApplied && o.Was != journal.StatusApplied {
				k.Fatalf("record %d: %+v", i, o)
			}
		}
		k.waits = nil
		if answer.Seen != nil && answer.Seen.Hash != k.seen.Head.Hash {
			k.warned, k.waits = true, append(k.waits, k.records...)
		}
		for _, gap := range answer.Gaps {
			if !k.deaf {
				k.waits = append(k.waits, k.records[gap[0]-1:gap[1]]...)
			}
		}
		if err := json.Unmarshal(answer.Checkpoint.Statement, &k.seen); err != nil {
			k.Fatal(err)
		}
		more = len(k.waits) > 0
	}
}

// lost counts the records acknowledged as applied without an effect on the server, and those with two effects.
func (k *keeper) lost() (lost, doubled int) {
	k.Helper()
	for _, r := range k.records {
		var in field.Record
		if err := json.Unmarshal([]byte(r), &in); err != nil {
			k.Fatal(err)
		}
		switch n := k.count("household WHERE entry = '" + string(in.ID) + "'"); {
		case n == 0:
			lost++
		case n > 1:
			doubled++
		}
	}
	return lost, doubled
}

// quietMoment is a server that loses its last acknowledged entry before it was sealed: the checkpoint signed in the
// response does not contain the entry. back restores the server to the moment at which mark was called.
func quietMoment(t *testing.T, p *phone, mark func(), back func() db.Options) {
	t.Helper()
	phones := []*keeper{{phone: p, as: p.Phone}, {phone: p, as: p.again("rina"), deaf: true}}
	for range 2 {
		for _, k := range phones {
			k.makes()
			k.syncs()
		}
		if _, err := journal.Seal(t.Context(), p.door.Store); err != nil {
			t.Fatal(err)
		}
	}
	for _, k := range phones {
		k.syncs() // nothing to send: they see the head
	}
	mark()
	for _, k := range phones {
		k.makes()
		k.syncs()
		if lost, _ := k.lost(); lost > 0 {
			t.Fatal("it was acknowledged and is not here")
		}
	}
	p.options = back()
	p.door.Store = testkit.Open(t, p.options)
	for _, k := range phones {
		if lost, _ := k.lost(); lost != 1 {
			t.Fatalf("the server was put back and has lost %d of an entry each", lost)
		}
		k.syncs()
		if _, err := journal.Seal(t.Context(), p.door.Store); err != nil {
			t.Fatal(err)
		}
		k.syncs()
	}
	if lost, doubled := phones[0].lost(); lost+doubled > 0 || phones[0].warned {
		t.Errorf("%d lost, %d doubled; the checkpoint warned: %v", lost, doubled, phones[0].warned)
	}
	if lost, _ := phones[1].lost(); lost != 1 { // the control
		t.Errorf("a phone that passes over gaps has lost %d: the check could not fail", lost)
	}
	open := 0
	p.read(actor.System(), func(tx *db.Tx) error {
		gaps, err := field.OpenGaps(tx)
		open = len(gaps)
		return err
	})
	if n := p.count("exception x LEFT JOIN exception_settlement s ON s.exception = x.id WHERE x.kind = 'device_gap' AND s.exception IS NULL"); n != 1 || open != 1 {
		t.Errorf("%d open exceptions, %d open gaps; one phone lacks an entry", n, open)
	}
}

// B9: an asynchronous standby that lacks the entry acknowledged last is promoted, and the entry comes back from the phone.
func TestB9_AStandbyWithoutTheLastEntryIsPromoted(t *testing.T) {
	primary := testkit.StartCluster(t, "wal_retrieve_retry_interval=100ms")
	o := primary.Fresh("gaps")
	standby := primary.Standby("cut")
	var promote func()
	cut := func() {
		primary.AwaitReplay(standby)
		promote = standby.Cut()
	}
	quietMoment(t, newPhoneOver(t, o), cut, func() db.Options {
		primary.Stop("immediate")
		promote()
		return standby.Options("gaps")
	})
}

// B9: the same with a copy of SQLite's file, put back past the program while nothing was sealed.
func TestB9_AnOlderFileIsPutBackInAQuietMoment(t *testing.T) {
	p := newPhone(t, db.SQLite)
	older := p.options.Path + ".older"
	quietMoment(t, p, func() { testkit.AsOwner(t, p.options, "VACUUM INTO '"+older+"'") }, func() db.Options {
		if _, err := os.Stat(older); err != nil {
			t.Fatal(err)
		}
		return db.Options{Path: older}
	})
}
