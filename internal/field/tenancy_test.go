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

// fillPhoneTables inserts rows of Organisation into each table of the phones' submissions.
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

// The policies hide phones and their records from another organisation.
func TestB52_PhonesRecordsAreOfOneOrganisation(t *testing.T) {
	onBoth(t, func(p *phone) {
		fillPhoneTables(p)
		testkit.OfOneOrganisation(t, p.door.Store, p.options,
			"device_record", "device_notice", "device_gap", "device_gone", "withheld", "photo_part",
			"device", "device_token", "device_withdrawal", "device_contact")
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
