package people_test

import (
	"testing"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/journal"
	"tripol/internal/people"
	"tripol/internal/seal"
	"tripol/internal/testkit"
)

// officer creates a protection officer who has set the organisation's key.
func (o *office) officer(login string) {
	o.Helper()
	who := testkit.Actor(actor.ProtectionOfficer)
	who.Account = o.person(login, testkit.Organisation, people.Grant{Role: actor.ProtectionOfficer, AreaPath: "/"})
	key, err := seal.NewIdentity()
	if err != nil {
		o.Fatal(err)
	}
	for _, got := range []journal.Outcome{
		take(o, who, "protection.join", people.JoinProtection, people.ProtectionJoin{Recipient: key.Recipient(), Secret: []byte("x")}),
		take(o, who, "protection.found", people.FoundProtection, people.ProtectionFound{Recipient: key.Recipient(), Wrapped: []byte("x")}),
	} {
		if got.Status != journal.StatusApplied {
			o.Fatalf("%+v", got)
		}
	}
}

// The policies hide accounts and credentials from another organisation.
func TestB52_AccountsAreOfOneOrganisation(t *testing.T) {
	onBoth(t, func(o *office) {
		_, code := o.asked("rahima")
		if _, err := o.accept(code, chosen); err != nil {
			t.Fatal(err)
		}
		o.asked("karim")
		o.worker("sabita", people.DeviceID(db.NewID()))
		o.officer("mukti")
		testkit.OfOneOrganisation(t, o.s, o.options, "account", "account_grant", "credential", "session", "invitation",
			"invitation_code", "invitation_end", "device", "device_credential", "device_token", "protection_key",
			"protection_officer", "protection_wrap")
	})
}

// The founder of an organisation, and no other account, manages its people past the policies until the first of them
// has joined.
func TestB52_AFounderLooksAfterAnOrganisationUntilItsFirstPersonHasCome(t *testing.T) {
	onBoth(t, func(o *office) {
		founder := chief
		founder.Account = o.person("founder", testkit.Organisation, people.Grant{Role: actor.Administrator, AreaPath: "/"})
		founded := actor.OrganisationID(db.NewID())
		in := people.OrganisationAdd{ID: founded, Name: "Founded"}
		if got := take(o, founder, "organisation.add", people.AddOrganisation, in); got.Status != journal.StatusApplied {
			t.Fatalf("%+v", got)
		}
		first := newAccount("first", founded, people.Grant{Role: actor.Administrator, AreaPath: "/"})
		if got := take(o, founder, "account.add", people.AddAccount, first); got.Status != journal.StatusApplied {
			t.Fatalf("%+v", got)
		}
		o.takenTo(founder, founded, "first")
		inviting := people.AccountInvite{ID: people.InvitationID(db.NewID()), Account: first.ID}
		if got := take(o, founder, "account.invite", people.Invite, inviting); got.Status != journal.StatusApplied {
			t.Fatalf("%+v", got)
		}
		if _, err := people.DrawCodes(t.Context(), o.s, chief, []people.InvitationID{inviting.ID}); !fault.Is(err, "not_found") {
			t.Errorf("another administrator: %v", err)
		}
		drawn, err := people.DrawCodes(t.Context(), o.s, founder, []people.InvitationID{inviting.ID})
		if err != nil || !o.lists(founder, first.ID) || o.lists(chief, first.ID) {
			t.Fatalf("%v; listed to the founder %v, to another %v", err, o.lists(founder, first.ID), o.lists(chief, first.ID))
		}
		if _, err := o.accept(drawn[0].Code, chosen); err != nil {
			t.Fatal(err)
		}
		if o.lists(founder, first.ID) {
			t.Error("the founder still looks after somebody who has come")
		}
	})
}

// takenTo checks that an import into an organisation, read as the actor, finds a login in use.
func (o *office) takenTo(by actor.Actor, organisation actor.OrganisationID, login string) {
	o.Helper()
	err := o.s.Read(o.Context(), by, func(tx *db.Tx) error {
		logins, err := people.LoginsIn(tx, organisation, []string{login})
		if err == nil && logins.Take(login) {
			o.Errorf("the login %s is free to who looks after its organisation", login)
		}
		return err
	})
	if err != nil {
		o.Fatal(err)
	}
}

func (o *office) lists(to actor.Actor, account actor.AccountID) (found bool) {
	o.Helper()
	err := o.s.Read(o.Context(), to, func(tx *db.Tx) error {
		all, err := people.Accounts(tx)
		for _, one := range all {
			found = found || one.ID == string(account)
		}
		return err
	})
	if err != nil {
		o.Fatal(err)
	}
	return found
}

// Names of people and phones are returned for ids read from rows in scope, across organisations: people of another
// organisation in a stock ledger or an exception, and a phone that another organisation enrolled first. The control
// reads the tables themselves, which the policies hide.
func TestB52_NamesOfAnotherOrganisationAreNotBlank(t *testing.T) {
	onBoth(t, func(o *office) {
		field := people.Grant{Role: actor.OutreachWorker, AreaPath: "/"}
		phone := people.DeviceID(db.NewID())
		rahima := o.person("rahima", testkit.Organisation, field)
		o.worker("rahima", phone)
		o.person("mina", testkit.OtherOrganisation, field)
		o.worker("mina", phone)
		err := o.s.Read(t.Context(), testkit.Stranger(actor.Administrator), func(tx *db.Tx) error {
			names, err := people.Names(tx, []string{string(rahima)})
			if err != nil || names[string(rahima)] == "" {
				t.Errorf("the name of another organisation's person is %q: %v", names[string(rahima)], err)
			}
			devices, err := people.Devices(tx)
			if err != nil || len(devices) != 1 || devices[0].DeviceName != "phone" {
				t.Errorf("phones: %+v, %v", devices, err)
			}
			var hidden int64
			err = tx.Raw(`SELECT (SELECT COUNT(*) FROM account WHERE id = ?) + (SELECT COUNT(*) FROM device WHERE id = ?)`,
				string(rahima), string(phone)).Scan(&hidden).Error
			if o.s.Engine() == db.Postgres && hidden != 0 {
				t.Errorf("control: the reader's own scope has %d of the rows; the names above prove nothing", hidden)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
