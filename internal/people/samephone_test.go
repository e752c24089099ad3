package people_test

import (
	"testing"
	"time"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/journal"
	"tripol/internal/people"
	"tripol/internal/testkit"
)

// worker enrols a login on a phone and returns the actor of its pushes.
func (o *office) worker(login string, phone people.DeviceID) actor.Actor {
	o.Helper()
	who, err := o.auth.ByPassword(o.Context(), from("198.51.100.1"), login, password, "")
	if err != nil {
		o.Fatal(err)
	}
	in := people.DeviceEnrol{Credential: who.Credential, Device: phone, Name: "phone"}
	if got := take(o, who.Actor, "device.enrol", people.EnrolDevice, in); got.Status != journal.StatusApplied {
		o.Fatalf("%+v", got)
	}
	if err := o.s.Write(o.Context(), actor.System(), who.Keep); err != nil {
		o.Fatal(err)
	}
	a := who.Actor
	a.Credential = string(who.Credential)
	return a
}

// firstStep stores an entry of a worker's phone at a moment of that phone's clock.
func (o *office) firstStep(by actor.Actor, at time.Time) people.FirstStep {
	o.Helper()
	e := testkit.Entry("trial")
	e.Author, e.Organisation, e.Credential, e.OccurredAt = by.Account, by.Organisation, by.Credential, db.At(at)
	_, err := journal.Take(o.Context(), o.s, by, e, func(*db.Tx) (journal.Outcome, error) { return journal.Applied(), nil })
	if err != nil {
		o.Fatal(err)
	}
	return people.FirstStep{Account: by.Account, Entry: e.ID}
}

// onPhone returns whether a worker may be the second person at a moment of the phone's clock.
func (o *office) onPhone(first people.FirstStep, by actor.Actor, at time.Time) error {
	o.Helper()
	return o.s.Read(o.Context(), by, func(tx *db.Tx) error {
		e := testkit.Entry("trial")
		e.OccurredAt = db.At(at)
		return people.MayBeSecond(tx, e, fault.New(fault.Conflict, "own", "It is your own."), first)
	})
}

// B44: two workers of one phone count as one person for an hour around the first step, by the phone's clock, whichever
// entry arrived first. The controls are the same two on two phones, and the same phone after the hour.
func TestB44_OnePhoneIsOnePerson(t *testing.T) {
	onBoth(t, func(o *office) {
		o.person("other", testkit.Organisation, people.Grant{Role: actor.Coordinator, AreaPath: "/"})
		shared, own := people.DeviceID(db.NewID()), people.DeviceID(db.NewID())
		first, here, there := o.worker("sabita", shared), o.worker("other", shared), o.worker("other", own)
		noon := o.clock()
		step := o.firstStep(first, noon)
		for name, c := range map[string]struct {
			by   actor.Actor
			at   time.Time
			code string
		}{
			"at once":            {here, noon, "second_person_same_device"},
			"within the hour":    {here, noon.Add(time.Hour - time.Second), "second_person_same_device"},
			"before, by a clock": {here, noon.Add(-59 * time.Minute), "second_person_same_device"},
			"after the hour":     {here, noon.Add(time.Hour), ""},
			"on another phone":   {there, noon, ""},
			"the first":          {first, noon, "own"},
		} {
			err := o.onPhone(step, c.by, c.at)
			if c.code == "" && err != nil || c.code != "" && !fault.Is(err, c.code) {
				o.Errorf("%s: %v", name, err)
			}
		}
	})
}
