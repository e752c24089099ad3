package field_test

import (
	"slices"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/people"
	"tripol/internal/testkit"
)

// practised returns the finished tasks of the phone, as an actor sees them.
func (p *phone) practised(who actor.Actor) (tasks []people.PracticeTask) {
	p.Helper()
	p.read(who, func(tx *db.Tx) error {
		found, err := people.PractisedOf(tx, []people.CredentialID{p.Credential})
		tasks = found[p.Credential]
		return err
	})
	return tasks
}

// A finished task stays finished, whatever a later report has: a phone may have been set up again.
func TestAPhoneReportsTheTasksOfPracticeMode(t *testing.T) {
	onBoth(t, func(p *phone) {
		coordinator, entries := testkit.Actor(actor.Coordinator), p.count("entry")
		for _, c := range []struct {
			outbox string
			want   []people.PracticeTask
		}{
			{`{"next_seq":1}`, nil},
			{`{"next_seq":1,"practised":["mistake","register","register"]}`, []people.PracticeTask{"register", "mistake"}},
			{`{"next_seq":1,"practised":["register","of a newer app",""]}`, []people.PracticeTask{"register", "mistake"}},
			{`{"next_seq":1,"practised":["card"]}`, []people.PracticeTask{"register", "card", "mistake"}},
			{`{"next_seq":1,"practised":[]}`, []people.PracticeTask{"register", "card", "mistake"}},
		} {
			p.pushAs(p.Phone, `{"protocol":1,"outbox":`+c.outbox+`,"records":[]}`)
			if got := p.practised(coordinator); !slices.Equal(got, c.want) {
				t.Errorf("%s: %v", c.outbox, got)
			}
		}
		if got := p.practised(testkit.Stranger(actor.Coordinator)); got != nil {
			t.Errorf("another organisation sees %v", got)
		}
		if n := p.count("entry"); n != entries {
			t.Errorf("%d entries were made of practice", n-entries)
		}
	})
}

// The closed set is the database's: without the constraint an unknown task would be stored.
func TestTheDatabaseRejectsAnUnknownTask(t *testing.T) {
	onBoth(t, func(p *phone) {
		insert := func(task string) error {
			return p.door.Store.Write(p.Context(), actor.System(), func(tx *db.Tx) error {
				return tx.Exec("INSERT INTO device_practice (credential, task, organisation, reported_at) VALUES (?, ?, ?, ?)",
					string(p.Credential), task, string(p.Phone.Actor.Organisation), tx.Now).Error
			})
		}
		if err := insert("dance"); err == nil {
			t.Error("an unknown task is stored")
		}
		if err := insert("card"); err != nil {
			t.Errorf("control: %v", err)
		}
	})
}
