package people_test

import (
	"testing"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/journal"
	"tripol/internal/people"
	"tripol/internal/testkit"
)

func TestAnEndedAccountIsOutAtOnce(t *testing.T) {
	onBoth(t, func(o *office) {
		token := o.must("sabita", password)
		asked, code := o.asked("rahima")
		end := func(who actor.Actor, id actor.AccountID) journal.Outcome {
			return take(o, who, "account.end", people.EndAccount, people.AccountEnd{Account: id})
		}
		for name, got := range map[string]string{
			"another organisation": end(testkit.Stranger(actor.Administrator), o.account).Code,
			"nobody's account":     end(chief, actor.AccountID(db.NewID())).Code,
		} {
			if got != "not_found" {
				t.Errorf("%s: %s", name, got)
			}
		}
		if !o.resumes(token) {
			t.Fatal("a refusal ended the session")
		}
		if got := end(chief, o.account); got.Status != journal.StatusApplied || o.resumes(token) {
			t.Errorf("ended: %+v; and the session lives", got)
		}
		if _, err := o.signIn("sabita", password); !fault.Is(err, "sign_in_failed") {
			t.Errorf("an ended account signs in: %v", err)
		}
		if got := end(chief, o.account); got.Code != "account_ended" {
			t.Errorf("a second time: %+v", got)
		}
		end(chief, asked)
		if _, err := o.accept(code, chosen); !fault.Is(err, "invitation_withdrawn") {
			t.Errorf("the invitation of an ended account: %v", err)
		}
		if got := o.state(o.account); got.State != people.HasEnded || got.Roles != "auditor,coordinator" {
			t.Errorf("its history: %+v", got)
		}
	})
}

func TestAReinstatedAccountNeedsAnInvitation(t *testing.T) {
	onBoth(t, func(o *office) {
		token := o.must("sabita", password)
		in := people.AccountEnd{Account: o.account}
		if got := take(o, chief, "account.reinstate", people.ReinstateAccount, people.AccountReinstate(in)); got.Code != "account_not_ended" {
			t.Errorf("one that works: %+v", got)
		}
		take(o, chief, "account.end", people.EndAccount, in)
		if got := take(o, chief, "account.reinstate", people.ReinstateAccount, people.AccountReinstate(in)); got.Status != journal.StatusApplied {
			t.Errorf("%+v", got)
		}
		if _, err := o.signIn("sabita", password); err == nil || o.resumes(token) {
			t.Error("the old password or session came back with the account")
		}
		if _, err := o.accept(o.invite(o.account, false), chosen); err != nil {
			t.Error(err)
		}
	})
}

func TestRolesChangeOnTheVersionThatWasSeen(t *testing.T) {
	onBoth(t, func(o *office) {
		token := o.must("sabita", password)
		change := func(base int, role actor.Role) journal.Outcome {
			return take(o, chief, "account.change", people.ChangeAccount, people.AccountChange{
				Account: o.account, BaseVersion: base, Name: "Sabita M.", Language: "hi",
				Grants: []people.Grant{{Role: role, AreaPath: "/19/"}},
			})
		}
		if got := change(1, actor.Storekeeper); got.Status != journal.StatusApplied {
			t.Fatalf("%+v", got)
		}
		if got := change(1, actor.Administrator); got.Code != "changed_meanwhile" || got.Path != "/base_version" {
			t.Errorf("on the old version: %+v", got)
		}
		s, err := people.SessionOf(t.Context(), o.s, token)
		if err != nil || !s.Actor.Has(actor.Storekeeper) || s.Actor.Has(actor.Coordinator) || s.Language != "hi" {
			t.Errorf("at the next request: %+v %v", s, err)
		}
		if got := o.state(o.account); got.Version != 2 || got.Name != "Sabita M." {
			t.Errorf("%+v", got)
		}
	})
}

// A coordinator of Gosaba manages field and store roles in Gosaba only.
func TestACoordinatorCannotGiveWhatSheDoesNotHave(t *testing.T) {
	onBoth(t, func(o *office) {
		local := testkit.Only(testkit.Actor(actor.Coordinator), "/19/303/")
		add := func(role actor.Role, path string) (actor.AccountID, string) {
			in := newAccount("p"+db.NewID()[28:], testkit.Organisation, people.Grant{Role: role, AreaPath: path})
			return in.ID, take(o, local, "account.add", people.AddAccount, in).Code
		}
		for _, c := range []struct {
			role actor.Role
			path string
			want string
		}{
			{actor.Distributor, "/19/303/2738/", ""},
			{actor.Storekeeper, "/19/303/", ""},
			{actor.OutreachWorker, "/19/303/", ""},
			{actor.Distributor, "/19/304/", "out_of_scope"},
			{actor.Distributor, "/", "out_of_scope"},
			{actor.Coordinator, "/19/303/", "role_beyond"},
			{actor.Administrator, "/19/303/", "role_beyond"},
			{actor.Treasurer, "/19/303/", "role_beyond"},
			{actor.ProtectionOfficer, "/19/303/", "role_beyond"},
		} {
			if _, got := add(c.role, c.path); got != c.want {
				t.Errorf("%s over %s: %q, want %q", c.role, c.path, got, c.want)
			}
		}
		hers, _ := add(actor.Distributor, "/19/303/")
		boss := o.person("boss", testkit.Organisation, people.Grant{Role: actor.Administrator, AreaPath: "/19/303/"})
		for name, c := range map[string]struct {
			account actor.AccountID
			want    string
		}{"hers": {hers, ""}, "out of her area": {o.account, "not_found"}, "above her": {boss, "role_beyond"}} {
			in := people.AccountInvite{ID: people.InvitationID(db.NewID()), Account: c.account, Reset: true}
			if got := take(o, local, "account.invite", people.Invite, in); got.Code != c.want {
				t.Errorf("%s is invited: %+v", name, got)
			}
		}
		o.must("boss", password)
		raise := people.AccountChange{
			Account: hers, BaseVersion: 1, Name: "R", Language: "bn", Grants: []people.Grant{{Role: actor.Coordinator, AreaPath: "/19/303/"}},
		}
		if got := take(o, local, "account.change", people.ChangeAccount, raise); got.Code != "role_beyond" {
			t.Errorf("she raises somebody: %+v", got)
		}
	})
}

func TestNobodyLooksAfterTheirOwnAccount(t *testing.T) {
	onBoth(t, func(o *office) {
		me := chief
		me.Account = o.account
		for kind, got := range map[string]journal.Outcome{
			"end": take(o, me, "account.end", people.EndAccount, people.AccountEnd{Account: o.account}),
			"invite": take(o, me, "account.invite", people.Invite, people.AccountInvite{
				ID: people.InvitationID(db.NewID()), Account: o.account, Reset: true,
			}),
		} {
			if got.Code != "own_account" {
				t.Errorf("%s: %+v", kind, got)
			}
		}
	})
}

// The founder of an organisation adds and invites its first people until the first of them has joined: by an
// invitation, or with a password from the command line.
func TestANewOrganisationIsLookedAfterUntilSomebodyHasCome(t *testing.T) {
	onBoth(t, func(o *office) {
		founder := testkit.Actor(actor.Administrator)
		founder.Account = o.account
		for way, come := range map[string]func(actor.AccountID){
			"by-invitation": func(id actor.AccountID) { o.comeInvited(founder, id) },
			"by-command":    func(id actor.AccountID) { o.setPassword(id, chosen) },
		} {
			partner := people.OrganisationAdd{ID: actor.OrganisationID(db.NewID()), Name: "Partner " + way}
			take(o, founder, "organisation.add", people.AddOrganisation, partner)
			everywhere := people.Grant{Role: actor.Administrator, AreaPath: "/"}
			first, second := newAccount("1"+way, partner.ID, everywhere), newAccount("2"+way, partner.ID, everywhere)
			if got := take(o, chief, "account.add", people.AddAccount, first); got.Code != "not_found" {
				t.Errorf("another administrator: %+v", got)
			}
			if got := take(o, founder, "account.add", people.AddAccount, first); got.Status != journal.StatusApplied {
				t.Fatalf("%+v", got)
			}
			come(first.ID)
			again := people.AccountInvite{ID: people.InvitationID(db.NewID()), Account: first.ID, Reset: true}
			for what, got := range map[string]journal.Outcome{
				"adds another": take(o, founder, "account.add", people.AddAccount, second),
				"ends them":    take(o, founder, "account.end", people.EndAccount, people.AccountEnd{Account: first.ID}),
				"resets them":  take(o, founder, "account.invite", people.Invite, again),
			} {
				if got.Code != "not_found" {
					t.Errorf("%s: after the first has come, the founder %s: %+v", way, what, got)
				}
			}
		}
	})
}

// comeInvited has a person join by an invitation of the founder.
func (o *office) comeInvited(founder actor.Actor, id actor.AccountID) {
	o.Helper()
	in := people.AccountInvite{ID: people.InvitationID(db.NewID()), Account: id}
	take(o, founder, "account.invite", people.Invite, in)
	drawn, err := people.DrawCodes(o.Context(), o.s, founder, []people.InvitationID{in.ID})
	if err != nil {
		o.Fatal(err)
	}
	if _, err := o.accept(drawn[0].Code, chosen); err != nil {
		o.Fatal(err)
	}
}

func TestTheFirstAdministratorIsFoundOnce(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		o := &office{T: t, s: s, auth: people.NewAuthenticator(s, make([]byte, 32), nil)}
		beginning := func(login string) people.OrganisationFound {
			organisation := people.OrganisationAdd{ID: actor.OrganisationID(db.NewID()), Name: "First"}
			return people.OrganisationFound{Organisation: organisation, Account: newAccount(login, organisation.ID,
				people.Grant{Role: actor.Administrator, AreaPath: "/"})}
		}
		if got := take(o, chief, "organisation.found", people.Found, beginning("thief")); got.Code != "role_missing" {
			t.Errorf("a person hands it in: %+v", got)
		}
		if got := take(o, actor.System(), "organisation.found", people.Found, beginning("kamala")); got.Status != journal.StatusApplied {
			t.Errorf("%+v", got)
		}
		if got := take(o, actor.System(), "organisation.found", people.Found, beginning("second")); got.Code != "already_begun" {
			t.Errorf("a second time: %+v", got)
		}
		if n := o.count("account"); n != 1 {
			t.Errorf("%d accounts", n)
		}
	})
}
