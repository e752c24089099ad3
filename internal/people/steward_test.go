package people_test

import (
	"encoding/json"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/journal"
	"tripol/internal/people"
	"tripol/internal/testkit"
)

// The first administrator added by the program is the steward, and nobody after them; a session contains it too.
func TestTheFirstAdministratorIsTheSteward(t *testing.T) {
	onBoth(t, func(o *office) {
		if o.acting(o.account).Steward {
			t.Error("somebody without the role is a steward")
		}
		o.person("local", testkit.Organisation, people.Grant{Role: actor.Administrator, AreaPath: "/19/"})
		first := o.person("first", testkit.OtherOrganisation, everywhere)
		second := o.person("second", testkit.Organisation, everywhere)
		if !o.acting(first).Steward || o.acting(second).Steward || o.count("steward") != 1 {
			t.Errorf("%d stewards: %v %v", o.count("steward"), o.acting(first).Steward, o.acting(second).Steward)
		}
		if err := o.acting(first).MustSteward(); err != nil {
			t.Error(err)
		}
		if o.acting(second).MustSteward() == nil {
			t.Error("a plain administrator may change what all share")
		}
		in, err := o.auth.SignIn(t.Context(), people.Caller{}, "first", password)
		if err != nil {
			t.Fatal(err)
		}
		session, err := people.SessionOf(t.Context(), o.s, in.Token)
		if err != nil || !session.Actor.Steward {
			t.Errorf("the session's actor: %+v %v", session.Actor, err)
		}
	})
}

// The command line appoints a steward alone. A steward appoints with a second person; nobody else can, and only
// administrators of all areas can be appointed.
func TestAStewardIsAppointedByTwo(t *testing.T) {
	onBoth(t, func(o *office) {
		steward := o.acting(o.person("first", testkit.Organisation, everywhere))
		second := o.person("second", testkit.Organisation, everywhere)
		third := o.person("third", testkit.Organisation, everywhere)
		local := o.person("local", testkit.Organisation, people.Grant{Role: actor.Administrator, AreaPath: "/19/"})
		abroad := o.person("abroad", testkit.OtherOrganisation, everywhere)
		for _, c := range []struct {
			name string
			who  actor.Actor
			id   actor.AccountID
			code string
		}{
			{"a plain administrator", o.acting(third), second, "steward_only"},
			{"another organisation's administrator", o.acting(abroad), second, "steward_only"},
			{"a coordinator", testkit.Other(actor.Coordinator), second, "role_missing"},
			{"oneself", steward, steward.Account, "own_account"},
			{"somebody of another organisation", steward, abroad, "not_found"},
			{"nobody", steward, actor.AccountID(db.NewID()), "not_found"},
			{"an administrator of one area", steward, local, "steward_administers"},
		} {
			got := take(o, c.who, "steward.appoint", people.AppointSteward, people.StewardAppoint{Account: c.id})
			if got.Code != c.code {
				t.Errorf("%s: %+v", c.name, got)
			}
		}
		asked := take(o, steward, "steward.appoint", people.AppointSteward, people.StewardAppoint{Account: second})
		if asked.Status != journal.StatusDeferred || asked.Code != people.CodeNeedsSecond || o.acting(second).Steward {
			t.Errorf("asked for by a steward: %+v", asked)
		}
		byProgram := take(o, actor.System(), "steward.appoint", people.AppointSteward, people.StewardAppoint{Account: third})
		again := take(o, actor.System(), "steward.appoint", people.AppointSteward, people.StewardAppoint{Account: third})
		if byProgram.Status != journal.StatusApplied || again.Code != "already_steward" || !o.acting(third).Steward {
			t.Errorf("on the command line: %+v, %+v", byProgram, again)
		}
	})
}

// Resetting a steward's password requires two persons, or an administrator of the organisation could take the right
// over. The control resets an account without the right alone.
func TestAStewardsPasswordIsResetByTwo(t *testing.T) {
	onBoth(t, func(o *office) {
		steward := o.person("first", testkit.Organisation, everywhere)
		second := o.acting(o.person("second", testkit.Organisation, everywhere))
		third := o.person("third", testkit.Organisation, everywhere)
		reset := func(id actor.AccountID) journal.Outcome {
			return take(o, second, "account.invite", people.Invite, people.AccountInvite{
				ID: people.InvitationID(db.NewID()), Account: id, Reset: true,
			})
		}
		if got := reset(steward); got.Status != journal.StatusDeferred {
			t.Errorf("a steward's: %+v", got)
		}
		if got := reset(third); got.Status != journal.StatusApplied {
			t.Errorf("the control: %+v", got)
		}
	})
}

// answers returns everything that an administrator receives for adding an account under a login: the outcome and the
// list of accounts, with the login's own text replaced.
func (o *office) answers(who actor.Actor, login string) string {
	o.Helper()
	in := newAccount(login, testkit.Organisation, people.Grant{Role: actor.Distributor, AreaPath: "/19/"})
	got := take(o, who, "account.add", people.AddAccount, in)
	got.Entry = ""
	var listed []people.AccountListed
	err := o.s.Read(o.Context(), testkit.Actor(actor.Administrator), func(tx *db.Tx) error {
		all, err := people.Accounts(tx)
		for _, one := range all {
			if one.ID == string(in.ID) {
				one.ID = ""
				listed = append(listed, one)
			}
		}
		return err
	})
	if err != nil {
		o.Fatal(err)
	}
	raw, err := json.Marshal([]any{got, listed})
	if err != nil {
		o.Fatal(err)
	}
	return hideLogin(string(raw), login)
}

func hideLogin(text, login string) string {
	for i := 0; i+len(login) <= len(text); i++ {
		if text[i:i+len(login)] == login {
			text = text[:i] + "LOGIN" + text[i+len(login):]
		}
	}
	return text
}

// An organisation's administrator learns nothing of the logins of others: a login of another organisation has the same
// result, list and completion as an unused one. The control adds both past the suffixes, and the comparison detects the
// difference.
func TestALoginOfOthersLooksFree(t *testing.T) {
	onBoth(t, func(o *office) {
		for _, login := range []string{"rahima", "sakina", "rahima@sundarban"} {
			o.person(login, testkit.OtherOrganisation, people.Grant{Role: actor.Distributor, AreaPath: "/"})
		}
		admin := testkit.Actor(actor.Administrator)
		for taken, free := range map[string]string{"rahima": "fatema", "rahima@sundarban": "fatema@sundarban"} {
			if a, b := o.answers(admin, taken), o.answers(admin, free); a != b {
				t.Errorf("taken elsewhere: %s\nfree:            %s", a, b)
			}
		}
		if a, b := o.answers(actor.System(), "sakina"), o.answers(actor.System(), "amina"); a == b {
			t.Errorf("the control: %s", a)
		}
		var own people.Logins
		err := o.s.Read(t.Context(), admin, func(tx *db.Tx) (err error) {
			own, err = people.LoginsIn(tx, testkit.Organisation, []string{"rahima", "sakina", "fatema"})
			return err
		})
		if err != nil || own.Free("sakina") != "sakina" || own.Free("fatema") != "fatema2" {
			t.Errorf("generated: %q %q, %v", own.Free("sakina"), own.Free("fatema"), err)
		}
		twice := take(o, admin, "account.add", people.AddAccount, newAccount("rahima", testkit.Organisation,
			people.Grant{Role: actor.Distributor, AreaPath: "/19/"}))
		if twice.Code != "login_taken" {
			t.Errorf("one's own login: %+v", twice)
		}
	})
}

// A completed login works for sign-in; while the installation has one organisation nothing is appended.
func TestLoginsEndWithTheOrganisation(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		o := &office{T: t, s: s, auth: people.NewAuthenticator(s, make([]byte, 32), nil)}
		admin := testkit.Actor(actor.Administrator)
		add := func(login string) journal.Outcome {
			return take(o, admin, "account.add", people.AddAccount,
				newAccount(login, testkit.Organisation, people.Grant{Role: actor.Distributor, AreaPath: "/19/"}))
		}
		o.organisation(testkit.Organisation)
		if got := add("alone"); got.Numbers["login"] != "alone" {
			t.Errorf("%+v", got)
		}
		o.organisation(testkit.OtherOrganisation)
		got := add("two")
		login, _ := got.Numbers["login"].(string)
		if login != "two@organisation" {
			t.Errorf("%+v", got)
		}
		if got := add("three@elsewhere"); got.Code != "login_suffix" || got.Path != "/login" {
			t.Errorf("%+v", got)
		}
		var id actor.AccountID
		o.read(func(tx *db.Tx) (err error) { id, _, err = people.ByLogin(tx, login); return err })
		o.setPassword(id, password)
		if _, err := o.auth.SignIn(t.Context(), people.Caller{}, login, password); err != nil {
			t.Error(err)
		}
	})
}
