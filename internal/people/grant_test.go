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

func until(at time.Time, role actor.Role, path string) people.Grant {
	end := db.At(at)
	return people.Grant{Role: role, AreaPath: path, EndsAt: &end}
}

// A role ends by itself: in the session, for the command line, on the phone and as a second person, at its moment and
// not before. Control: a role without an end stays.
func TestARoleEndsByItself(t *testing.T) {
	onBoth(t, func(o *office) {
		end := o.clock().Add(2 * time.Hour)
		id := o.person("mina", testkit.Organisation, until(end, actor.Coordinator, "/"), people.Grant{Role: actor.Auditor, AreaPath: "/"})
		token := o.must("mina", password)
		phone := o.worker("mina", people.DeviceID(db.NewID()))
		roles := func() map[string][]actor.Role {
			session, err := people.SessionOf(t.Context(), o.s, token)
			if err != nil {
				t.Fatal(err)
			}
			var on people.Phone
			o.read(func(tx *db.Tx) (err error) {
				on, err = people.PhoneByCredential(tx, people.CredentialID(phone.Credential))
				return err
			})
			return map[string][]actor.Role{
				"session": session.Actor.RoleNames(), "acting": o.acting(id).RoleNames(), "phone": on.Actor.RoleNames(),
			}
		}
		o.wait(2*time.Hour - time.Microsecond)
		for where, has := range roles() {
			if has[0] == actor.Auditor && len(has) != 2 || len(has) == 0 {
				t.Errorf("%s before the end: %v", where, has)
			}
		}
		o.wait(time.Microsecond)
		for where, has := range roles() {
			want := 1
			if where == "phone" { // auditors have no work there
				want = 0
			}
			if len(has) != want || want == 1 && has[0] != actor.Auditor {
				t.Errorf("%s at the end: %v", where, has)
			}
		}
		if got := o.state(id); got.Roles != "auditor" || len(got.Grants) != 2 {
			t.Errorf("listed: %+v", got)
		}
	})
}

// Whoever has no role any more is told so, and does not get in; a new end date lets them in again.
func TestAPersonWhoseRolesHaveAllEndedIsNotLetIn(t *testing.T) {
	onBoth(t, func(o *office) {
		id := o.person("mina", testkit.Organisation, until(o.clock().Add(time.Hour), actor.Coordinator, "/"))
		token := o.must("mina", password)
		_, code := o.invitedUntil("karim", o.clock().Add(time.Hour))
		o.wait(2 * time.Hour)
		if _, err := people.SessionOf(t.Context(), o.s, token); !fault.Is(err, "roles_ended") {
			t.Errorf("the open session: %v", err)
		}
		if _, err := o.signIn("mina", password); !fault.Is(err, "roles_ended") {
			t.Errorf("a new one: %v", err)
		}
		for range 2 { // it is not used up either
			if _, err := o.accept(code, chosen); !fault.Is(err, "roles_ended") {
				t.Errorf("an invitation: %v", err)
			}
		}
		in := people.AccountChange{
			Account: id, BaseVersion: 1, Name: "Mina", Language: "bn",
			Grants: []people.Grant{until(o.clock().Add(-time.Minute), actor.Coordinator, "/")},
		}
		if got := take(o, chief, "account.change", people.ChangeAccount, in); got.Code != "grant_ended" || got.Path != "/grants/0/ends_at" {
			t.Errorf("an end in the past: %+v", got)
		}
		in.Grants = []people.Grant{until(o.clock().Add(time.Hour), actor.Coordinator, "/")}
		if got := take(o, chief, "account.change", people.ChangeAccount, in); got.Status != journal.StatusApplied {
			t.Fatalf("%+v", got)
		}
		if !o.resumes(token) {
			t.Error("a new end date does not let them in")
		}
	})
}

// invitedUntil invites a person whose role ends.
func (o *office) invitedUntil(login string, end time.Time) (actor.AccountID, string) {
	o.Helper()
	in := newAccount(login, testkit.Organisation, until(end, actor.Distributor, "/19/"))
	if got := take(o, chief, "account.add", people.AddAccount, in); got.Status != journal.StatusApplied {
		o.Fatalf("%+v", got)
	}
	return in.ID, o.invite(in.ID, false)
}

// A clock that was five years ahead and is set right again: sessions and invitations made under it are not valid for
// five years.
func TestAClockFiveYearsAheadLeavesNothingValid(t *testing.T) {
	onBoth(t, func(o *office) {
		_, before := o.asked("before")
		const years = 5 * 365 * day
		o.wait(years)
		token := o.must("sabita", password)
		_, ahead := o.asked("ahead")
		o.wait(-years)
		if o.resumes(token) {
			t.Error("a session of the year 2025 is valid in 2020")
		}
		if _, err := o.accept(ahead, chosen); !fault.Is(err, "invitation_expired") {
			t.Errorf("an invitation of the year 2025: %v", err)
		}
		if _, err := o.accept(before, chosen); err != nil { // the control: what was made under the right clock works again
			t.Error(err)
		}
		o.must("sabita", password)
	})
}
