package intake_test

import (
	"bytes"
	"testing"

	"filippo.io/age"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/journal"
	"tripol/internal/people"
	"tripol/internal/testkit"
)

func recipient(t *testing.T) string {
	t.Helper()
	key, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	return key.Recipient().String()
}

func (g *agency) protection(a actor.Actor) (p people.Protection) {
	g.Helper()
	err := g.s.Read(g.Context(), a, func(tx *db.Tx) (err error) {
		p, err = people.ProtectionOf(tx)
		return err
	})
	if err != nil {
		g.Fatal(err)
	}
	return p
}

// admitted creates officers with keys of their own; the first sets the organisation's key and admits the others.
func (g *agency) admitted(officers ...actor.Actor) {
	g.Helper()
	for _, a := range officers {
		g.done(a, "protection.join", people.ProtectionJoin{Recipient: recipient(g.T), Secret: []byte("secret of " + a.Account)})
	}
	g.done(officers[0], "protection.found", people.ProtectionFound{Recipient: recipient(g.T), Wrapped: []byte("first")})
	for _, a := range officers[1:] {
		g.done(officers[0], "protection.admit", people.ProtectionAdmit{Account: a.Account, Wrapped: []byte("first")})
	}
}

func (g *agency) done(a actor.Actor, kind string, payload any) journal.Outcome {
	g.Helper()
	o := g.hand(a, kind, payload)
	if o.Status != journal.StatusApplied {
		g.Fatalf("%s: %+v", kind, o)
	}
	return o
}

// An officer who lost the passphrase is admitted with a new key by another officer, and not by the one who reset their
// password. Until then their earlier key is in force, and nothing stored of it changes.
func TestAnotherOfficerAdmitsOneWhoLostThePassphrase(t *testing.T) {
	onAgency(t, func(g *agency) {
		officers := []actor.Actor{
			person("01", actor.ProtectionOfficer), person("02", actor.ProtectionOfficer),
			person("03", actor.ProtectionOfficer, actor.Administrator),
		}
		lost, other, admin := officers[0], officers[1], officers[2]
		clerk, newcomer := person("04", actor.Coordinator), person("05", actor.ProtectionOfficer)
		testkit.Staff(t, g.s, append(officers, clerk, newcomer)...)
		g.admitted(officers...)
		asking := people.ProtectionRejoin{Recipient: recipient(t), Secret: []byte("new secret")}
		if o := g.hand(clerk, "protection.rejoin", asking); o.Code != "role_missing" {
			g.Errorf("a coordinator: %+v", o)
		}
		if o := g.hand(newcomer, "protection.rejoin", asking); o.Code != "officer_key_missing" {
			g.Errorf("without a first key: %+v", o)
		}
		before := g.protection(lost)
		earlier := g.done(lost, "protection.rejoin", people.ProtectionRejoin{Recipient: recipient(t), Secret: []byte("old attempt")})
		asked := g.done(lost, "protection.rejoin", asking)
		if now := g.protection(lost); !now.Asked || now.Mine != before.Mine || !bytes.Equal(now.Wrapped, before.Wrapped) {
			g.Errorf("before the admission: %+v", now)
		}
		g.resets(admin, other, lost)
		in := people.ProtectionAdmit{Account: lost.Account, Wrapped: []byte("again"), Rejoin: asked.Entry}
		stale := in
		stale.Rejoin = earlier.Entry
		for name, c := range map[string]struct {
			who  actor.Actor
			in   people.ProtectionAdmit
			code string
		}{
			"who asks": {lost, in, "second_person_needed"}, "who reset the password": {admin, in, "second_person_linked"},
			"not admitted": {newcomer, in, "not_admitted"}, "an older request": {other, stale, "rejoin_changed"},
			"without the role": {clerk, in, "role_missing"},
		} {
			if o := g.hand(c.who, "protection.admit", c.in); o.Code != c.code {
				g.Errorf("%s: %+v", name, o)
			}
		}
		g.done(other, "protection.admit", in)
		now := g.protection(lost)
		if now.Asked || now.Mine != asking.Recipient || string(now.Wrapped) != "again" || string(now.Secret) != "new secret" {
			g.Errorf("admitted: %+v", now)
		}
		if o := g.hand(other, "protection.admit", in); o.Code != "rejoin_changed" {
			g.Errorf("admitted twice: %+v", o)
		}
		if n := g.count("SELECT COUNT(*) FROM exception WHERE kind = 'officer_rejoin' AND audience = 'protection'"); n != 2 {
			g.Errorf("%d exceptions", n)
		}
		if n := g.count("SELECT COUNT(*) FROM protection_wrap WHERE account = ?", string(lost.Account)); n != 1 {
			g.Error("the earlier key is gone")
		}
	})
}

// resets has an administrator reset an officer's password, with another's approval.
func (g *agency) resets(admin, second, who actor.Actor) {
	g.Helper()
	in := people.AccountInvite{ID: people.InvitationID(db.NewID()), Account: who.Account, Reset: true}
	asked := g.hand(admin, "account.invite", in)
	g.done(second, "pending.approve", people.PendingApprove{Entry: asked.Entry})
}

// Without another officer who can open notes, nobody can admit: the request is rejected, with the reason. An officer
// who lost the passphrase too, or has left, does not count.
func TestNobodyAdmitsTheOnlyOfficer(t *testing.T) {
	onAgency(t, func(g *agency) {
		sole, second := person("01", actor.ProtectionOfficer), person("02", actor.ProtectionOfficer)
		admin := person("03", actor.Administrator)
		testkit.Staff(t, g.s, sole, second, admin)
		g.admitted(sole)
		asking := people.ProtectionJoin{Recipient: recipient(t), Secret: []byte("new secret")}
		if o := g.hand(sole, "protection.rejoin", people.ProtectionRejoin(asking)); o.Code != "no_other_officer" {
			g.Errorf("alone: %+v", o)
		}
		g.done(second, "protection.join", asking)
		if o := g.hand(sole, "protection.rejoin", people.ProtectionRejoin(asking)); o.Code != "no_other_officer" {
			g.Errorf("beside one who is not admitted: %+v", o)
		}
		g.done(sole, "protection.admit", people.ProtectionAdmit{Account: second.Account, Wrapped: []byte("first")})
		g.done(sole, "protection.rejoin", people.ProtectionRejoin(asking)) // the control: now there is another
		if o := g.hand(second, "protection.rejoin", people.ProtectionRejoin(asking)); o.Code != "no_other_officer" {
			g.Errorf("both lost it: %+v", o)
		}
		g.done(admin, "account.end", people.AccountEnd{Account: second.Account})
		if o := g.hand(sole, "protection.rejoin", people.ProtectionRejoin(asking)); o.Code != "no_other_officer" {
			g.Errorf("beside one who has left: %+v", o)
		}
	})
}
