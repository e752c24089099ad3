package people_test

import (
	"strings"
	"testing"
	"time"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/journal"
	"tripol/internal/people"
	"tripol/internal/testkit"
)

const day = 24 * time.Hour

var everywhere = people.Grant{Role: actor.Administrator, AreaPath: "/"}

// acting returns the actor of an account.
func (o *office) acting(id actor.AccountID) (a actor.Actor) {
	o.Helper()
	err := o.s.Read(o.Context(), actor.System(), func(tx *db.Tx) (err error) {
		a, err = people.ActingAs(tx, id)
		return err
	})
	if err != nil {
		o.Fatal(err)
	}
	return a
}

// second returns whether an actor may be the second person after another account.
func (o *office) second(first actor.AccountID, by actor.Actor) error {
	o.Helper()
	return o.s.Read(o.Context(), by, func(tx *db.Tx) error {
		own := fault.New(fault.Conflict, "own", "It is your own.")
		return people.MayBeSecond(tx, testkit.Entry("trial"), own, people.FirstStep{Account: first})
	})
}

// brought creates an account by acts of another account and has its person join.
func (o *office) brought(by actor.Actor, login string) actor.AccountID {
	o.Helper()
	in := newAccount(login, by.Organisation, people.Grant{Role: actor.Coordinator, AreaPath: "/"})
	if got := take(o, by, "account.add", people.AddAccount, in); got.Status != journal.StatusApplied {
		o.Fatalf("%+v", got)
	}
	o.setPassword(in.ID, password)
	return in.ID
}

// B44: accounts linked by creation, invitation, reset or a granted role cannot be each other's second person for thirty
// days. The control of each line is the same pair before the act and after the period.
func TestB44_WhoMadeTheOtherIsNoSecondPerson(t *testing.T) {
	onBoth(t, func(o *office) {
		admin := o.acting(o.person("admin", testkit.Organisation, everywhere))
		deeds := map[string]func(id actor.AccountID){
			"invited": func(id actor.AccountID) {
				take(o, admin, "account.invite", people.Invite, people.AccountInvite{ID: people.InvitationID(db.NewID()), Account: id, Reset: true})
				o.setPassword(id, password)
			},
			"role": func(id actor.AccountID) {
				take(o, admin, "account.change", people.ChangeAccount, people.AccountChange{
					Account: id, BaseVersion: 1, Name: "N", Language: "bn",
					Grants: []people.Grant{{Role: actor.Coordinator, AreaPath: "/"}, {Role: actor.Distributor, AreaPath: "/"}},
				})
			},
			"reinstated": func(id actor.AccountID) {
				take(o, admin, "account.end", people.EndAccount, people.AccountEnd{Account: id})
				take(o, admin, "account.reinstate", people.ReinstateAccount, people.AccountReinstate{Account: id})
			},
		}
		ids := map[string]actor.AccountID{}
		for name, do := range deeds {
			ids[name] = o.person(name, testkit.Organisation, people.Grant{Role: actor.Coordinator, AreaPath: "/"})
			if err := o.second(ids[name], admin); err != nil {
				t := o.T
				t.Errorf("before %s: %v", name, err)
			}
			do(ids[name])
		}
		ids["created"] = o.brought(admin, "created")
		for name, id := range ids {
			if err := o.second(id, admin); !fault.Is(err, "second_person_linked") {
				o.Errorf("%s: %v", name, err)
			}
			if err := o.second(admin.Account, o.acting(id)); !fault.Is(err, "second_person_linked") {
				o.Errorf("%s, the reverse: %v", name, err)
			}
			if err := o.second(id, o.acting(id)); !fault.Is(err, "own") {
				o.Errorf("%s, oneself: %v", name, err)
			}
			if err := o.second(id, o.acting(o.account)); err != nil {
				o.Errorf("%s, somebody else: %v", name, err)
			}
		}
		o.wait(30*day + time.Second)
		for name, id := range ids {
			if err := o.second(id, admin); err != nil {
				o.Errorf("%s after thirty days: %v", name, err)
			}
		}
	})
}

// B44: two accounts in one browser count as one person for an hour, although the first has signed out.
func TestB44_OneBrowserIsOnePerson(t *testing.T) {
	onBoth(t, func(o *office) {
		other := o.person("other", testkit.Organisation, everywhere)
		var shared, own string
		first := o.in(&shared, "sabita")
		if err := o.auth.SignOut(o.Context(), first); err != nil {
			o.Fatal(err)
		}
		here, there := o.actorOf(o.in(&shared, "other")), o.actorOf(o.in(&own, "other"))
		if err := o.second(o.account, here); !fault.Is(err, "second_person_same_device") {
			o.Errorf("in the same browser: %v", err)
		}
		if err := o.second(o.account, there); err != nil { // the control
			o.Errorf("in another browser: %v", err)
		}
		o.wait(time.Hour + time.Second)
		if err := o.second(o.account, here); err != nil {
			o.Errorf("an hour later: %v", err)
		}
		if here.Account != other || len(here.Browser) != 64 {
			o.Errorf("%+v", here)
		}
	})
}

// B44: where an act has several first persons, such as an assessor and who typed the form, none of them and nobody
// linked with one of them is the second.
func TestB44_EveryFirstPersonIsExcluded(t *testing.T) {
	onBoth(t, func(o *office) {
		admin := o.acting(o.person("admin", testkit.Organisation, everywhere))
		assessor := o.person("assessor", testkit.Organisation, everywhere)
		typist := o.person("typist", testkit.Organisation, everywhere)
		linked := o.brought(o.acting(typist), "linked")
		require := func(by actor.Actor, also ...people.FirstStep) error {
			return o.s.Write(o.Context(), by, func(tx *db.Tx) error {
				_, err := people.RequireSecond(tx, testkit.Entry("trial"), people.SecondRule{
					First: people.FirstStep{Account: assessor}, Also: also, NoWaiting: true,
					Own: fault.New(fault.Conflict, "own", "It is your own."),
				})
				return err
			})
		}
		typed := people.FirstStep{Account: typist}
		for name, c := range map[string]struct {
			by   actor.AccountID
			code string
		}{"assessor": {assessor, "own"}, "typist": {typist, "own"}, "linked with the typist": {linked, "second_person_linked"}} {
			if err := require(o.acting(c.by), typed); !fault.Is(err, c.code) {
				o.Errorf("%s: %v", name, err)
			}
		}
		if err := require(admin, typed); err != nil {
			o.Errorf("somebody else: %v", err)
		}
		// The control: without the further step, the typist may confirm what they typed.
		if err := require(o.acting(typist)); err != nil {
			o.Errorf("without the further step: %v", err)
		}
	})
}

// in signs in from a browser and stores its cookie.
func (o *office) in(browser *string, login string) people.Token {
	o.Helper()
	from := o.somewhere()
	from.Browser = *browser
	in, err := o.auth.SignIn(o.Context(), from, login, password)
	if err != nil {
		o.Fatal(err)
	}
	*browser = in.Browser
	return in.Token
}

func (o *office) actorOf(token people.Token) actor.Actor {
	o.Helper()
	s, err := people.SessionOf(o.Context(), o.s, token)
	if err != nil {
		o.Fatal(err)
	}
	return s.Actor
}

// The first protection officer of an organisation without other members needs no second person; any other does.
func TestTheFirstOfficerNeedsNobody(t *testing.T) {
	onBoth(t, func(o *office) {
		const lone actor.OrganisationID = "018f0000-0000-7000-8000-00000000000c"
		o.organisation(lone)
		admin := o.acting(o.person("lone", lone, everywhere))
		officer := people.Grant{Role: actor.ProtectionOfficer, AreaPath: "/"}
		first := take(o, admin, "account.add", people.AddAccount, newAccount("first", lone, officer))
		next := take(o, admin, "account.add", people.AddAccount, newAccount("next", lone, officer))
		if first.Status != journal.StatusApplied || next.Code != people.CodeWaits {
			o.Errorf("first %+v, next %+v", first, next)
		}
		if !strings.Contains(next.Message, "72") || next.Numbers["effect_at"] == nil {
			o.Errorf("%+v", next)
		}
	})
}
