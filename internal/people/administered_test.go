package people_test

import (
	"context"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/journal"
	"tripol/internal/people"
	"tripol/internal/testkit"
)

// unadministered counts the organisations without an administrator who has joined and without a founder who may
// administer them: an active administrator without an end who has joined.
const unadministered = `SELECT COUNT(*) FROM organisation o WHERE o.id <> ? AND NOT EXISTS (
	SELECT 1 FROM account a JOIN credential c ON c.account = a.id JOIN account_grant g ON g.account = a.id
	WHERE (a.organisation = o.id OR a.id = o.founder) AND a.ended_at IS NULL AND g.role = 'administrator' AND g.ends_at IS NULL)`

// abandoned returns the number of such organisations; testkit's second one is the operator's, who made it.
func (o *office) abandoned() (n int64) {
	o.Helper()
	o.read(func(tx *db.Tx) error {
		return tx.Raw(unadministered, string(testkit.OtherOrganisation)).Scan(&n).Error
	})
	return n
}

// founded has an administrator add an organisation with its first person, in some role.
func (o *office) founded(founder actor.Actor, login string, grant people.Grant) (actor.OrganisationID, actor.AccountID) {
	o.Helper()
	in := people.OrganisationAdd{ID: actor.OrganisationID(db.NewID()), Name: "Partner of " + login}
	if got := take(o, founder, "organisation.add", people.AddOrganisation, in); got.Status != journal.StatusApplied {
		o.Fatalf("%+v", got)
	}
	first := newAccount(login, in.ID, grant)
	if got := take(o, founder, "account.add", people.AddAccount, first); got.Status != journal.StatusApplied {
		o.Fatalf("%+v", got)
	}
	return in.ID, first.ID
}

// A partner whose first person is a storekeeper stays with its founder, who adds an administrator; the founder's access
// ends when that administrator has joined.
func TestAPartnerWhoseFirstPersonIsAStorekeeperStaysWithItsFounder(t *testing.T) {
	onBoth(t, func(o *office) {
		founder := o.acting(o.person("founder", testkit.Organisation, everywhere))
		partner, keeper := o.founded(founder, "keeper", people.Grant{Role: actor.Storekeeper, AreaPath: "/"})
		o.comeInvited(founder, keeper)
		if !o.lists(founder, keeper) || o.abandoned() != 0 {
			t.Fatalf("listed to the founder: %v; %d abandoned", o.lists(founder, keeper), o.abandoned())
		}
		second := newAccount("second", partner, everywhere)
		if got := take(o, founder, "account.add", people.AddAccount, second); got.Status != journal.StatusApplied {
			t.Fatalf("%+v", got)
		}
		o.comeInvited(founder, second.ID)
		if o.lists(founder, keeper) || o.lists(founder, second.ID) || o.abandoned() != 0 {
			t.Errorf("the founder looks after an organisation that has an administrator")
		}
	})
}

// The last administrator keeps account, role and password; one whose role ends does not replace them.
func TestTheLastAdministratorCannotBeEndedChangedOrReset(t *testing.T) {
	onBoth(t, func(o *office) {
		o.person("steward", testkit.OtherOrganisation, everywhere) // whose reset would need a second person
		last := o.person("last", testkit.Organisation, everywhere)
		soon := db.At(o.clock().Add(day))
		brief := o.acting(o.person("brief", testkit.Organisation,
			people.Grant{Role: actor.Administrator, AreaPath: "/", EndsAt: &soon}))
		change := func(grants ...people.Grant) people.AccountChange {
			return people.AccountChange{Account: last, BaseVersion: 1, Name: "Last", Language: "en", Grants: grants}
		}
		reset := people.AccountInvite{ID: people.InvitationID(db.NewID()), Account: last, Reset: true}
		for what, got := range map[string]journal.Outcome{
			"ended": take(o, brief, "account.end", people.EndAccount, people.AccountEnd{Account: last}),
			"reset": take(o, brief, "account.invite", people.Invite, reset),
			"without the role": take(o, brief, "account.change", people.ChangeAccount,
				change(people.Grant{Role: actor.Coordinator, AreaPath: "/"})),
			"with an end": take(o, brief, "account.change", people.ChangeAccount,
				change(people.Grant{Role: actor.Administrator, AreaPath: "/", EndsAt: &soon})),
			"in one district": take(o, brief, "account.change", people.ChangeAccount,
				change(people.Grant{Role: actor.Administrator, AreaPath: "/19/"})),
		} {
			if got.Code != "last_administrator" {
				t.Errorf("%s: %+v", what, got)
			}
		}
		o.must("last", password)
		organisation := people.OrganisationAdd{ID: actor.OrganisationID(db.NewID()), Name: "Brief"}
		if got := take(o, brief, "organisation.add", people.AddOrganisation, organisation); got.Code != "role_ends" {
			t.Errorf("somebody whose role ends adds an organisation: %+v", got)
		}
		if o.abandoned() != 0 {
			t.Error("nobody administers an organisation")
		}
		o.person("other", testkit.Organisation, everywhere) // the control: with another administrator it is possible
		if got := take(o, brief, "account.end", people.EndAccount, people.AccountEnd{Account: last}); got.Status != journal.StatusApplied {
			t.Errorf("with another administrator: %+v", got)
		}
	})
}

// Two administrators who end each other at one moment: one stays.
func TestOfTwoAdministratorsWhoEndEachOtherOneStays(t *testing.T) {
	onBoth(t, func(o *office) {
		for range 5 {
			a, b := o.acting(o.person("a"+db.NewID()[30:], testkit.Organisation, everywhere)),
				o.acting(o.person("b"+db.NewID()[30:], testkit.Organisation, everywhere))
			got := [2]journal.Outcome{}
			var both sync.WaitGroup
			both.Go(func() { got[0] = take(o, a, "account.end", people.EndAccount, people.AccountEnd{Account: b.Account}) })
			both.Go(func() { got[1] = take(o, b, "account.end", people.EndAccount, people.AccountEnd{Account: a.Account}) })
			both.Wait()
			if o.abandoned() != 0 {
				o.Fatalf("nobody is left: %+v", got)
			}
			err := o.s.Write(o.Context(), actor.System(), func(tx *db.Tx) error { // nobody may remain before the next round
				return tx.Exec("UPDATE account SET ended_at = ? WHERE id IN (?, ?)", tx.Now, string(a.Account), string(b.Account)).Error
			})
			if err != nil {
				o.Fatal(err)
			}
		}
	})
}

// Organisations of a founder whose account ends pass to another administrator.
func TestAFounderWhoLeavesPassesTheirOrganisationsOn(t *testing.T) {
	onBoth(t, func(o *office) {
		founder := o.acting(o.person("founder", testkit.Organisation, everywhere))
		heir := o.acting(o.person("heir", testkit.Organisation, everywhere))
		_, keeper := o.founded(founder, "keeper", people.Grant{Role: actor.Storekeeper, AreaPath: "/"})
		if got := take(o, heir, "account.end", people.EndAccount, people.AccountEnd{Account: founder.Account}); got.Status != journal.StatusApplied {
			t.Fatalf("%+v", got)
		}
		if !o.lists(heir, keeper) || o.abandoned() != 0 {
			t.Errorf("listed to the heir: %v", o.lists(heir, keeper))
		}
	})
}

// After any sequence of operations on people every organisation has an administrator who has joined, or a founder who
// may administer it.
func TestEveryOrganisationIsAdministeredAfterAnySequence(t *testing.T) {
	onBoth(t, func(o *office) {
		random := rand.New(rand.NewPCG(15, 2)) //nolint:gosec // a repeatable sequence, nothing secret
		ids := []actor.AccountID{o.person("one", testkit.Organisation, everywhere), o.person("two", testkit.Organisation, everywhere)}
		applied := map[string]int{}
		for n := range max(150, testkit.Scale(400)) {
			o.wait(time.Hour)
			by := o.actingOrNobody(ids[random.IntN(len(ids))])
			if by.Account == "" {
				continue
			}
			what := o.somethingWithPeople(random, by, &ids)
			applied[what]++
			if o.abandoned() != 0 {
				o.Fatalf("after step %d, %s, nobody administers an organisation", n, what)
			}
		}
		t.Log(applied)
		err := o.s.Write(o.Context(), actor.System(), func(tx *db.Tx) error { // the control: past the rule
			return tx.Exec("DELETE FROM credential WHERE 1 = 1").Error
		})
		if err != nil || o.abandoned() == 0 {
			o.Errorf("%v; without passwords every organisation seems to be administered", err)
		}
	})
}

// actingOrNobody is the actor of an account; an account that has ended or has no password is an actor without rights.
func (o *office) actingOrNobody(id actor.AccountID) (a actor.Actor) {
	o.Helper()
	err := o.s.Read(o.Context(), actor.System(), func(tx *db.Tx) (err error) {
		var joined int64
		err = tx.Raw("SELECT COUNT(*) FROM credential WHERE account = ?", string(id)).Scan(&joined).Error
		if err != nil || joined == 0 {
			return err
		}
		a, err = people.ActingAs(tx, id)
		return err
	})
	if err != nil && !fault.Is(err, "not_found") {
		o.Fatal(err)
	}
	return a
}

// somethingWithPeople does one random operation, whether it is allowed or not, and returns what.
func (o *office) somethingWithPeople(random *rand.Rand, by actor.Actor, ids *[]actor.AccountID) string {
	o.Helper()
	of := (*ids)[random.IntN(len(*ids))]
	soon := db.At(o.clock().Add(time.Duration(random.IntN(48)+1) * time.Hour))
	grant := []people.Grant{
		everywhere,
		{Role: actor.Administrator, AreaPath: "/", EndsAt: &soon},
		{Role: actor.Storekeeper, AreaPath: "/"},
		{Role: actor.Coordinator, AreaPath: "/19/"},
		{Role: actor.Administrator, AreaPath: "/19/"},
	}[random.IntN(5)]
	login := "p" + db.NewID()[26:]
	switch random.IntN(8) {
	case 0:
		in := people.OrganisationAdd{ID: actor.OrganisationID(db.NewID()), Name: "Partner"}
		if take(o, by, "organisation.add", people.AddOrganisation, in).Status != journal.StatusApplied {
			return "organisation refused"
		}
		first := newAccount(login, in.ID, grant)
		if take(o, by, "account.add", people.AddAccount, first).Status == journal.StatusApplied {
			*ids = append(*ids, first.ID)
		}
		return "organisation"
	case 1, 2:
		in := newAccount(login, by.Organisation, grant)
		if take(o, by, "account.add", people.AddAccount, in).Status == journal.StatusApplied {
			*ids = append(*ids, in.ID)
		}
		return "account"
	case 3:
		return "end " + string(take(o, by, "account.end", people.EndAccount, people.AccountEnd{Account: of}).Status)
	case 4:
		in := people.AccountChange{Account: of, BaseVersion: o.versionOf(of), Name: "P", Language: "en", Grants: []people.Grant{grant}}
		return "change " + string(take(o, by, "account.change", people.ChangeAccount, in).Status)
	case 5:
		in := people.AccountReinstate{Account: of}
		return "reinstate " + string(take(o, by, "account.reinstate", people.ReinstateAccount, in).Status)
	}
	in := people.AccountInvite{ID: people.InvitationID(db.NewID()), Account: of, Reset: random.IntN(2) == 0}
	if take(o, by, "account.invite", people.Invite, in).Status != journal.StatusApplied || random.IntN(4) == 0 {
		return "invite"
	}
	o.joins(by, in.ID)
	return "invite and join"
}

func (o *office) versionOf(id actor.AccountID) (version int) {
	o.Helper()
	o.read(func(tx *db.Tx) error {
		return tx.Raw("SELECT version FROM account WHERE id = ?", string(id)).Scan(&version).Error
	})
	return version
}

// joins has the holder of an invitation choose a password.
func (o *office) joins(by actor.Actor, id people.InvitationID) {
	o.Helper()
	drawn, err := people.DrawCodes(context.WithoutCancel(o.Context()), o.s, by, []people.InvitationID{id})
	if err != nil {
		o.Fatal(err)
	}
	if _, err := o.accept(drawn[0].Code, chosen); err != nil && !fault.Is(err, "roles_ended") {
		o.Fatal(err)
	}
}
