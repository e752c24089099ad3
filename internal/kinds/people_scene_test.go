package kinds_test

import (
	"net/netip"

	"filippo.io/age"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/journal"
	"tripol/internal/people"
	"tripol/internal/testkit"
)

// staff are the people of a scene's organisation.
type staff struct {
	first, second         actor.Actor // administrators; the first is the steward
	coordinator, approver actor.Actor
	worker, verifier      actor.Actor
	distributor, keeper   actor.Actor
	treasurer             actor.Actor
	officer, newOfficer   actor.Actor
}

// hired sets up the organisation and its people.
func (sc *scene) hired() (all staff) {
	sc.Helper()
	all = staff{
		first: person(1, actor.Administrator), second: person(2, actor.Administrator),
		coordinator: person(3, actor.Coordinator, actor.OutreachWorker), approver: person(4, actor.Coordinator),
		worker: person(5, actor.OutreachWorker), verifier: person(6, actor.OutreachWorker),
		distributor: person(7, actor.Distributor), keeper: person(8, actor.Storekeeper),
		treasurer: person(9, actor.Treasurer), officer: person(10, actor.ProtectionOfficer),
		newOfficer: person(11, actor.ProtectionOfficer),
	}
	all.first.Steward = true
	sc.found(all.first)
	for _, hired := range []struct {
		login string
		actor.Actor
	}{
		{"second", all.second},
		{"coordinator", all.coordinator},
		{"approver", all.approver},
		{"worker", all.worker},
		{"verifier", all.verifier},
		{"distributor", all.distributor},
		{"keeper", all.keeper},
		{"treasurer", all.treasurer},
	} {
		sc.take(actor.System(), "account.add", accountOf(hired.Actor, hired.login))
		sc.signsIn(hired.Actor)
	}
	sc.asked(all.first, all.second, "account.add", accountOf(all.officer, "officer"))
	sc.asked(all.first, all.second, "account.add", accountOf(all.newOfficer, "newofficer"))
	sc.signsIn(all.officer)
	sc.signsIn(all.newOfficer)
	return all
}

// byCommandLine sets up an installation as `tripol user add` does on an empty database.
func (sc *scene) byCommandLine() {
	sc.Helper()
	sc.take(actor.System(), "organisation.add", people.OrganisationAdd{ID: testkit.Organisation, Name: "Sundarban Relief"})
	sc.take(actor.System(), "account.add", accountOf(person(1, actor.Administrator), "first"))
}

func (sc *scene) caller(browser string) people.Caller {
	return people.Caller{Address: netip.MustParseAddr("192.0.2.1"), Browser: browser}
}

// opensSession signs an account in on a browser.
func (sc *scene) opensSession(login string) {
	sc.Helper()
	in, err := sc.sign.SignIn(sc.Context(), sc.caller(""), login, passphrase)
	if err == nil {
		_, err = sc.sign.SignIn(sc.Context(), sc.caller(in.Browser), login, passphrase)
	}
	if err != nil {
		sc.Fatal(err)
	}
	sc.ignored()
}

// accounts administers accounts, alone and with the approval of a second person.
func (sc *scene) accounts(all staff) {
	sc.Helper()
	first, second := all.first, all.second
	newcomer := person(12, actor.OutreachWorker)
	sc.take(first, "account.add", accountOf(newcomer, "newcomer"))
	invitation := people.AccountInvite{ID: people.InvitationID(sc.id()), Account: newcomer.Account}
	sc.take(first, "account.invite", invitation)
	invitation.ID = people.InvitationID(sc.id())
	sc.take(first, "account.invite", invitation)
	change := people.AccountChange{
		Account: newcomer.Account, BaseVersion: 1, Name: "Newcomer", Language: "hi",
		Grants: []people.Grant{{Role: actor.OutreachWorker, AreaPath: "/"}, {Role: actor.Storekeeper, AreaPath: "/"}},
	}
	sc.take(first, "account.change", change)
	change.BaseVersion, change.Grants = 2, append(change.Grants, people.Grant{Role: actor.ProtectionOfficer, AreaPath: "/"})
	objected := sc.ask(first, "account.change", change)
	sc.take(second, "pending.object", people.PendingObject{Entry: objected, Reason: "It was not agreed."})
	sc.asked(first, second, "account.change", change)
	sc.signsIn(newcomer)
	sc.opensSession("newcomer")
	sc.take(first, "account.end", people.AccountEnd{Account: newcomer.Account})
	sc.asked(first, second, "account.reinstate", people.AccountReinstate{Account: newcomer.Account})
	sc.opensSession("treasurer")
	sc.take(first, "account.invite", people.AccountInvite{
		ID: people.InvitationID(sc.id()), Account: all.treasurer.Account, Reset: true,
	})
	sc.signsIn(newcomer)
	sc.asked(first, second, "account.invite", people.AccountInvite{
		ID: people.InvitationID(sc.id()), Account: newcomer.Account, Reset: true,
	})
	sc.take(first, "second_factor.set", people.SecondFactorSet{State: "off"})
	sc.hasFactor("distributor")
	sc.take(first, "second_factor.reset", people.SecondFactorReset{Account: all.distributor.Account})
	sc.signsIn(newcomer)
	sc.hasFactor("newcomer")
	sc.asked(first, second, "second_factor.reset", people.SecondFactorReset{Account: newcomer.Account})
	sc.ended(first)
	sc.asked(first, second, "steward.appoint", people.StewardAppoint{Account: second.Account})
	sc.take(all.coordinator, "list.export", people.ListExport{List: "households", Format: "csv"})
}

// hasFactor sets up the second factor of an account.
func (sc *scene) hasFactor(login string) {
	sc.Helper()
	sc.signsInBy(login, func(s people.Session, token people.Token) error {
		made, err := sc.sign.BeginSecondFactor(sc.Context(), sc.caller(""), s, passphrase)
		if err != nil {
			return err
		}
		code, err := testkit.TOTP(made.Secret, sc.s.Now().Time)
		if err == nil {
			_, err = sc.sign.ConfirmSecondFactor(sc.Context(), sc.caller(""), s, token, code)
		}
		return err
	})
	sc.ignored()
}

func (sc *scene) signsInBy(login string, do func(people.Session, people.Token) error) {
	sc.Helper()
	in, err := sc.sign.SignIn(sc.Context(), sc.caller(""), login, passphrase)
	if err != nil {
		sc.Fatal(err)
	}
	session, err := people.SessionOf(sc.Context(), sc.s, in.Token)
	if err == nil {
		err = do(session, in.Token)
	}
	if err != nil {
		sc.Fatal(err)
	}
}

// ended ends an account with an open invitation, and reinstates it.
func (sc *scene) ended(first actor.Actor) {
	sc.Helper()
	invited := person(13, actor.Distributor)
	sc.take(first, "account.add", accountOf(invited, "invited"))
	sc.take(first, "account.invite", people.AccountInvite{ID: people.InvitationID(sc.id()), Account: invited.Account})
	sc.take(first, "account.end", people.AccountEnd{Account: invited.Account})
	sc.take(first, "account.reinstate", people.AccountReinstate{Account: invited.Account})
}

// partners founds another organisation: from then on new logins have suffixes.
func (sc *scene) partners(first actor.Actor) {
	sc.Helper()
	sc.take(first, "organisation.add", people.OrganisationAdd{ID: testkit.OtherOrganisation, Name: "Canning Samiti"})
	partner := person(14, actor.Coordinator)
	partner.Organisation = testkit.OtherOrganisation
	sc.take(first, "account.add", accountOf(partner, "partner"))
}

func (sc *scene) recipient() string {
	key, err := age.GenerateX25519Identity()
	if err != nil {
		sc.Fatal(err)
	}
	return key.Recipient().String()
}

// protects sets up the organisation's protection key with two officers, one of whom loses the passphrase.
func (sc *scene) protects(all staff) {
	sc.Helper()
	for _, a := range []actor.Actor{all.officer, all.newOfficer} {
		sc.take(a, "protection.join", people.ProtectionJoin{Recipient: sc.recipient(), Secret: []byte("secret of " + a.Account)})
	}
	sc.take(all.officer, "protection.found", people.ProtectionFound{Recipient: sc.recipient(), Wrapped: []byte("wrapped")})
	admission := people.ProtectionAdmit{Account: all.newOfficer.Account, Wrapped: []byte("wrapped")}
	sc.take(all.officer, "protection.admit", admission)
	rejoin := sc.take(all.newOfficer, "protection.rejoin", people.ProtectionRejoin{
		Recipient: sc.recipient(), Secret: []byte("a new secret"),
	})
	admission.Rejoin = rejoin.Entry
	sc.take(all.officer, "protection.admit", admission)
	sc.take(all.second, "exception.settle", journal.ExceptionSettle{
		Exception: sc.exception("officer_rejoin"), Decision: "nothing_to_do", Reason: "She called us.",
	})
}

// exception returns the newest exception of a kind.
func (sc *scene) exception(kind string) (id string) {
	sc.Helper()
	err := sc.s.Read(sc.Context(), actor.System(), func(tx *db.Tx) error {
		return tx.Raw("SELECT CAST(id AS TEXT) FROM exception WHERE kind = ? ORDER BY opened_at DESC, id DESC LIMIT 1", kind).
			Scan(&id).Error
	})
	if err != nil || id == "" {
		sc.Fatalf("no exception %s: %v", kind, err)
	}
	return id
}

// enrolled enrols a phone of an account, which signs in by its password or by an invitation.
func (sc *scene) enrolled(login, code string) people.Phone {
	sc.Helper()
	who, err := sc.newcomer(login, code)
	if err != nil {
		sc.Fatal(err)
	}
	sc.take(who.Actor, "device.enrol", people.DeviceEnrol{
		Credential: who.Credential, Device: people.DeviceID(sc.id()), Name: "Test phone",
	}, who.Keep)
	phone, err := people.PhoneOf(sc.Context(), sc.s, who.Full)
	if err != nil {
		sc.Fatal(err)
	}
	return phone
}

func (sc *scene) newcomer(login, code string) (who people.Newcomer, err error) {
	sc.Helper()
	if code == "" {
		who, err = sc.sign.ByPassword(sc.Context(), sc.caller(""), login, passphrase, "")
	} else {
		who, err = sc.sign.ByInvitation(sc.Context(), sc.caller(""), code, passphrase)
	}
	sc.ignored()
	return who, err
}

// lost enrols a phone by an invitation, blocks it as lost, and lets in a record that it pushes afterwards.
func (sc *scene) lost(all staff) {
	sc.Helper()
	invited := person(15, actor.OutreachWorker)
	sc.take(all.first, "account.add", accountOf(invited, "lost"))
	id := people.InvitationID(sc.id())
	sc.take(all.first, "account.invite", people.AccountInvite{ID: id, Account: invited.Account})
	printed, err := people.DrawCodes(sc.Context(), sc.s, all.first, []people.InvitationID{id})
	if err != nil {
		sc.Fatal(err)
	}
	sc.ignored()
	phone := sc.enrolled("", printed[0].Code)
	sc.take(all.first, "outbox.bring", people.OutboxBring{Credential: phone.Credential, SHA256: digest})
	sc.take(all.first, "device.withdraw", people.DeviceWithdraw{Credential: phone.Credential, Reason: "lost"})
	sc.take(all.officer, "call_list.open", people.CallListOpen{Credential: phone.Credential, Reason: "inform_families"})
	phone.Withdrawn = true
	sc.pushes(phone, sc.entry(phone.Actor, "household.register", sc.registration(village)))
	sc.ignored()
	sc.didOnly("withheld.let_in", func() {
		in := people.WithheldLetIn{Credential: phone.Credential, Reason: "It was found under the bench."}
		if n, err := sc.phones.LetIn(sc.Context(), all.first, in); err != nil || n != 1 {
			sc.Fatalf("%d records: %v", n, err)
		}
	})
}

const digest = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
