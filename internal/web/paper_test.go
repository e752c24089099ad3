package web

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/journal"
	"tripol/internal/testkit"
)

// recorded enters a handover from the printed list, at the time that the paper states.
func (r *relief) recorded(recipient string) journal.Outcome {
	r.t.Helper()
	body := fmt.Sprintf(`{"id":%q,"kind":"handover.record","schema":1,"occurred_at":"2020-06-05T04:30:00Z","payload":{"id":%q,`+
		`"distribution":%q,"collector":"family","how":"search",%s,"items":[{"item":%q,"quantity":1}]}}`,
		db.NewID(), db.NewID(), r.distribution, recipient, r.item)
	return into[journal.Outcome](r.t, r.send("POST", "/api/v1/entries", body), http.StatusOK)
}

// A handover that was signed on paper is entered in the office: by the family of the list, or by the card's number. The
// time is that of the paper, and a second line of the same family is kept and is an exception, as from phones.
func TestHandoversOfPaperAreKept(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		r := relieve(t, s, 2, 5)
		list := into[Rows[RankView]](t, r.send("GET", "/api/v1/distributions/"+string(r.distribution)+"/list", ""), http.StatusOK)
		if len(list.Rows) != 2 || list.Rows[0].Entitlement == "" || list.Rows[0].Entitlement == list.Rows[1].Entitlement {
			t.Fatalf("%+v", list.Rows)
		}
		first := fmt.Sprintf(`"entitlement":%q`, list.Rows[0].Entitlement)
		for i, c := range []struct{ recipient, status string }{
			{first, "accepted"}, {first, "second"}, {fmt.Sprintf(`"card":%q`, list.Rows[1].CardCode), "accepted"},
		} {
			if o := r.recorded(c.recipient); o.Status != journal.StatusApplied || o.Numbers["status"] != c.status {
				t.Errorf("line %d: %+v", i, o)
			}
		}
		var raised []string
		var said int64
		err := s.Read(t.Context(), actor.System(), func(tx *db.Tx) error {
			if err := tx.Table("handover_record").Where("said_at = ?", db.At(time.Date(2020, 6, 5, 4, 30, 0, 0, time.UTC))).Count(&said).Error; err != nil {
				return err
			}
			all, err := journal.Exceptions(tx, 10)
			for _, x := range all {
				raised = append(raised, x.Kind)
			}
			return err
		})
		if err != nil || said != 3 || strings.Join(raised, " ") != "double_handover" {
			t.Errorf("%d records of the paper's time, exceptions %v: %v", said, raised, err)
		}
	})
}

// The office's forms get the key with which a private reason is sealed, as a phone's pack does; who registers nobody
// gets none.
func TestTheOfficeSealsAsThePhoneDoes(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc := newScene(t, s, actor.OutreachWorker)
		if got := into[FormSettingsView](t, sc.send("GET", "/api/v1/form-settings", ""), http.StatusOK); got.ProtectionKey != "" {
			t.Errorf("without a key: %+v", got)
		}
		sc.server.HelpNumber = "1070"
		const recipient = "age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqs9f5d4k"
		err := s.Write(t.Context(), actor.System(), func(tx *db.Tx) error {
			return tx.Exec("INSERT INTO protection_key (organisation, recipient, entry, made_at) VALUES (?, ?, ?, ?)",
				string(testkit.Organisation), recipient, db.NewID(), tx.Now).Error
		})
		if err != nil {
			t.Fatal(err)
		}
		got := into[FormSettingsView](t, sc.send("GET", "/api/v1/form-settings", ""), http.StatusOK)
		if got.ProtectionKey != recipient || got.HelpNumber != "1070" {
			t.Errorf("%+v", got)
		}
		sc.person("biswajit", actor.Storekeeper)
		sc.signIn("biswajit", testPassword)
		if a := sc.send("GET", "/api/v1/form-settings", ""); a.status != http.StatusForbidden {
			t.Errorf("a storekeeper: %d %s", a.status, a.body)
		}
	})
}
