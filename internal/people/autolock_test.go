package people_test

import (
	"encoding/json"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/journal"
	"tripol/internal/people"
	"tripol/internal/testkit"
)

// locks enters a number of minutes as a person, twice with the same id, and returns the outcome.
func (o *office) locks(as actor.Actor, minutes int) journal.Outcome {
	o.Helper()
	in := people.AutolockSet{Minutes: minutes}
	payload, err := json.Marshal(in)
	if err != nil {
		o.Fatal(err)
	}
	e := testkit.Entry("autolock.set")
	e.Author, e.Organisation, e.Payload = as.Account, as.Organisation, payload
	var outcome journal.Outcome
	for range 2 {
		outcome, err = journal.Take(o.Context(), o.s, as, e, func(tx *db.Tx) (journal.Outcome, error) {
			return people.SetAutolock(tx, e, in)
		})
		if err != nil {
			o.Fatal(err)
		}
	}
	return outcome
}

// setting returns the minutes of an actor's organisation.
func (o *office) setting(as actor.Actor) (setting people.AutolockSetting) {
	o.Helper()
	err := o.s.Read(o.Context(), as, func(tx *db.Tx) (err error) {
		setting, err = people.Autolock(tx, as.Organisation)
		return err
	})
	if err != nil {
		o.Fatal(err)
	}
	return setting
}

// Five minutes, until an administrator decides otherwise for the own organisation. The newest decision counts, and who
// took it is known.
func TestAnAdministratorSetsWhenPhonesLock(t *testing.T) {
	onBoth(t, func(o *office) {
		admin := o.acting(o.person("first", testkit.Organisation, everywhere))
		abroad := o.acting(o.person("abroad", testkit.OtherOrganisation, everywhere))
		if is := o.setting(admin); is.Minutes != 5 || !is.At.IsZero() {
			t.Errorf("before a decision: %+v", is)
		}
		for n, minutes := range []int{15, 1} {
			if out := o.locks(admin, minutes); out.Status != journal.StatusApplied && out.Status != journal.StatusDuplicate {
				t.Errorf("%d: %+v", minutes, out)
			}
			if is := o.setting(admin); is.Minutes != minutes || is.By != admin.Account || o.count("autolock_setting") != int64(n+1) {
				t.Errorf("after %d: %+v, %d rows", minutes, is, o.count("autolock_setting"))
			}
		}
		if is := o.setting(abroad); is.Minutes != 5 {
			t.Errorf("another organisation's phones lock after %d minutes", is.Minutes)
		}
		if out := o.locks(testkit.Actor(actor.Coordinator), 15); out.Code != "role_missing" || o.setting(admin).Minutes != 1 {
			t.Errorf("a coordinator: %+v, %+v", out, o.setting(admin))
		}
	})
}

// No phone stays open for longer than a quarter of an hour: the payload is refused, and the database as the control
// refuses a row that was written beside it.
func TestNoPhoneIsOpenForLong(t *testing.T) {
	for _, minutes := range []int{-1, 0, 16, 1 << 40} {
		if f := fault.Of(people.AutolockSet{Minutes: minutes}.Validate()); f == nil || f.Code != "out_of_range" || f.Path != "/minutes" {
			t.Errorf("%d: %v", minutes, f)
		}
	}
	onBoth(t, func(o *office) {
		admin := o.acting(o.person("first", testkit.Organisation, everywhere))
		for _, minutes := range []int{0, 16} {
			err := o.s.Write(t.Context(), admin, func(tx *db.Tx) error {
				_, err := people.SetAutolock(tx, testkit.Entry("autolock.set"), people.AutolockSet{Minutes: minutes})
				return err
			})
			if err == nil || o.count("autolock_setting") != 0 {
				t.Errorf("%d was stored: %v", minutes, err)
			}
		}
	})
}
