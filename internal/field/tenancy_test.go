package field_test

import (
	"fmt"
	"strings"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/people"
	"tripol/internal/testkit"
)

// phoneTables are the tables with what a phone handed in.
var phoneTables = []string{"device_record", "device_notice", "device_gap", "device_gone", "withheld", "photo_part"}

// fillPhoneTables makes rows of Organisation in each of them.
func fillPhoneTables(p *phone) {
	p.Helper()
	p.record() // lost
	kept := p.record()
	p.push(envelope(kept))
	p.push(envelope(strings.Replace(p.record(), fmt.Sprintf(`"device_seq":%d`, p.seq), `"device_seq":2`, 1))) // reused
	p.push(fmt.Sprintf(`{"protocol":1,"outbox":{"waiting":0,"next_seq":%d},"gone":[[1,1]],"records":[]}`, p.seq+1))
	if err := p.photo(p.TempDir(), p.Phone, false); err != nil {
		p.Fatal(err)
	}
	p.pushAs(p.withdrawn(), envelope(noise(100, 9)))
}

// foreign is the check: the tables of which an actor's own transaction reads rows, past every scope of a query.
func foreign(p *phone, a actor.Actor) (found []string) {
	p.Helper()
	for _, table := range phoneTables {
		var n int64
		err := p.door.Store.Read(p.Context(), a, func(tx *db.Tx) error { return tx.Table(table).Count(&n).Error })
		if err != nil {
			p.Fatal(err)
		}
		if n > 0 {
			found = append(found, table)
		}
	}
	return found
}

// The policies hide what phones handed in from another organisation; the control drops them one by one.
func TestB52_PhonesRecordsAreOfOneOrganisation(t *testing.T) {
	onBoth(t, func(p *phone) {
		fillPhoneTables(p)
		if found := foreign(p, testkit.Actor(actor.Administrator)); len(found) != len(phoneTables) {
			t.Fatalf("the phone's own organisation reads only %v", found)
		}
		if p.door.Store.Engine() == db.SQLite {
			return // it has no policies
		}
		if found := foreign(p, testkit.Stranger(actor.Administrator)); len(found) > 0 {
			t.Errorf("another organisation reads %v", found)
		}
		for i, table := range phoneTables {
			testkit.AsOwner(t, p.options, "DROP POLICY own_organisation ON "+table,
				"ALTER TABLE "+table+" DISABLE ROW LEVEL SECURITY")
			if found := foreign(p, testkit.Stranger(actor.Administrator)); len(found) != i+1 {
				t.Errorf("without the policy of %s the check finds %v", table, found)
			}
		}
	})
}

// A row of a phone cannot bear another organisation than the phone: the key decides, on both engines.
func TestB52_AForeignOrganisationOnAPhonesRow(t *testing.T) {
	onBoth(t, func(p *phone) {
		insert := func(organisation actor.OrganisationID, credential people.CredentialID) error {
			return p.door.Store.Write(p.Context(), actor.System(), func(tx *db.Tx) error {
				return tx.Exec("INSERT INTO device_record (credential, device_seq, entry, digest, organisation) VALUES (?, 7, ?, ?, ?)",
					string(credential), db.NewID(), []byte{1}, string(organisation)).Error
			})
		}
		if err := insert(testkit.OtherOrganisation, p.Credential); err == nil {
			t.Error("a row of a phone bears another organisation than the phone")
		}
		if err := insert(testkit.Organisation, p.Credential); err != nil { // the control
			t.Error(err)
		}
	})
}
