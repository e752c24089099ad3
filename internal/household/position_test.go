package household_test

import (
	"encoding/json"
	"testing"
	"time"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/testkit"
)

// positions is a program whose clock is set by the test.
type positions struct {
	*testing.T
	s   *db.Store
	now time.Time
}

func withPositions(t *testing.T, engine db.Engine) *positions {
	t.Helper()
	p := &positions{T: t, now: time.Date(2020, 6, 5, 9, 0, 0, 0, time.UTC)}
	o := testkit.Fresh(t, engine)
	o.Clock = func() time.Time { return p.now }
	p.s = testkit.Open(t, o)
	testkit.Organisations(t, p.s)
	places(t, p.s)
	return p
}

// submit submits an entry that happened at a time, and returns its id and outcome.
func submit[T any](
	p *positions, a actor.Actor, kind string, at time.Time, in T,
	do func(*db.Tx, journal.Entry, T) (journal.Outcome, error),
) (journal.EntryID, journal.Outcome) {
	p.Helper()
	e := testkit.Entry(kind)
	e.Author, e.Organisation, e.OccurredAt = a.Account, a.Organisation, db.At(at)
	var err error
	if e.Payload, err = json.Marshal(in); err != nil {
		p.Fatal(err)
	}
	o, err := journal.Take(p.Context(), p.s, a, e, func(tx *db.Tx) (journal.Outcome, error) { return do(tx, e, in) })
	if err != nil {
		p.Fatal(err)
	}
	return e.ID, o
}

func (p *positions) set(state string) {
	p.Helper()
	_, o := submit(p, testkit.Actor(actor.Administrator), "positions.set", p.now, household.PositionsSet{State: state}, household.SetPositions)
	if o.Status != journal.StatusApplied {
		p.Fatalf("%s: %+v", state, o)
	}
	p.now = p.now.Add(time.Hour)
}

// record records a position at a time, and returns whether it was left out.
func (p *positions) record(a actor.Actor, id household.ID, lon float64, at time.Time) (leftOut bool, o journal.Outcome) {
	p.Helper()
	in := household.HouseholdPosition{
		ID: db.NewID(), Household: id, Lon: lon, Lat: 22.2, Accuracy: 12,
		Consent: household.PositionConsent{Given: true, How: "read_by_me", Language: "bn"},
	}
	if err := in.Validate(); err != nil {
		p.Fatal(err)
	}
	_, o = submit(p, a, "household.position", at, in, household.RecordPosition)
	return o.Numbers["positions_left_out"] != nil, o
}

// open opens the position as a person.
func (p *positions) open(a actor.Actor, id household.ID) (found *household.HousePosition, o journal.Outcome, err error) {
	p.Helper()
	opening, o := submit(p, a, "position.open", p.now, household.PositionOpen{Household: id, Reason: "visit"}, household.OpenPosition)
	err = p.s.Read(p.Context(), a, func(tx *db.Tx) (err error) {
		found, err = household.PositionOf(tx, id, opening)
		return err
	})
	return found, o, err
}

// The organisation decides, off by default. What was recorded while it was on counts, also when it arrives later; what was
// recorded afterwards is applied without the position.
func TestAPositionIsRecordedOnlyWhereEnabled(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		p := withPositions(t, engine)
		coordinator := testkit.Actor(actor.Coordinator)
		h := mustRegister(t, p.s, worker, registration(nil))
		shown := func(want float64) {
			t.Helper()
			found, _, err := p.open(coordinator, h)
			if err != nil || (found == nil) != (want == 0) || (found != nil && found.Lon != want) {
				t.Errorf("shown is %+v, %v", found, err)
			}
		}
		if out, o := p.record(worker, h, 88.1, p.now); !out || o.Status != journal.StatusApplied {
			t.Errorf("before anybody decided: %+v", o)
		}
		shown(0)
		p.set("on")
		on := p.now
		if out, o := p.record(worker, h, 88.2, p.now); out || o.Status != journal.StatusApplied {
			t.Errorf("while on: %+v", o)
		}
		shown(88.2)
		p.now = p.now.Add(time.Hour)
		p.set("off")
		if out, _ := p.record(worker, h, 88.3, on.Add(time.Minute)); out {
			t.Error("recorded while on, and arrived later, it was left out")
		}
		shown(88.3)
		if out, o := p.record(worker, h, 88.4, p.now); !out || o.Status != journal.StatusApplied {
			t.Errorf("recorded after it was off: %+v", o)
		}
		shown(88.3)
		if out, _ := p.record(worker, h, 88.5, time.Date(2035, 1, 1, 0, 0, 0, 0, time.UTC)); !out {
			t.Error("a phone's clock in the future enabled it")
		}
	})
}

func TestWhoSeesAPosition(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		p := withPositions(t, engine)
		h := mustRegister(t, p.s, worker, registration(nil))
		p.set("on")
		if _, o := p.record(testkit.Stranger(actor.OutreachWorker), h, 88.9, p.now); o.Code != "not_found" {
			t.Errorf("another organisation records: %+v", o)
		}
		if _, o := p.record(testkit.Actor(actor.Distributor), h, 88.9, p.now); o.Code != "role_missing" {
			t.Errorf("a distributor records: %+v", o)
		}
		p.record(worker, h, 88.2, p.now)
		for name, c := range map[string]struct {
			who  actor.Actor
			code string
		}{
			"a worker":              {worker, "role_missing"},
			"an administrator":      {testkit.Actor(actor.Administrator), "role_missing"},
			"an auditor":            {testkit.Actor(actor.Auditor), "role_missing"},
			"a stranger":            {testkit.Stranger(actor.Coordinator), "not_found"},
			"a coordinator of else": {testkit.Only(testkit.Actor(actor.Coordinator), southPath), "not_found"},
		} {
			if found, o, err := p.open(c.who, h); o.Code != c.code || found != nil || fault.Of(err) == nil {
				t.Errorf("%s: %+v, %+v, %v", name, o, found, err)
			}
		}
		opening, _ := submit(p, protector, "position.open", p.now, household.PositionOpen{Household: h, Reason: "danger"}, household.OpenPosition)
		late := func(want string) {
			t.Helper()
			err := p.s.Read(t.Context(), protector, func(tx *db.Tx) error {
				_, err := household.PositionOf(tx, h, opening)
				return err
			})
			if (want == "") != (err == nil) || (want != "" && !fault.Is(err, want)) {
				t.Errorf("%v instead of %q", err, want)
			}
		}
		late("")
		p.now = p.now.Add(16 * time.Minute)
		late("position_shut")
	})
}
