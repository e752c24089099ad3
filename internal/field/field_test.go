package field_test

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/card"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/field"
	"tripol/internal/household"
	"tripol/internal/intake"
	"tripol/internal/journal"
	"tripol/internal/testkit"
)

var worker = testkit.Actor(actor.OutreachWorker)

// phone is a server with one place, and who pushes to it.
type phone struct {
	*testing.T
	door    field.Door
	options db.Options
}

func onBoth(t *testing.T, test func(p *phone)) {
	t.Helper()
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		keys, err := card.OpenKeys(filepath.Join(t.TempDir(), "keys"))
		if err != nil {
			t.Fatal(err)
		}
		p := &phone{T: t, options: testkit.Fresh(t, engine)}
		p.door = field.Door{
			Store: testkit.Open(t, p.options), Intake: intake.New(keys), Log: slog.New(slog.DiscardHandler),
		}
		place := testkit.Entry("area.put")
		place.Payload, _ = json.Marshal(area.Description{Level: area.State, Code: "19", Name: "West Bengal"})
		if o, err := p.door.Intake.Take(t.Context(), p.door.Store, actor.System(), place); err != nil || o.Code != "" {
			t.Fatalf("%+v %v", o, err)
		}
		test(p)
	})
}

// record writes a household.register whose text a test may change.
func record() string {
	in, err := json.Marshal(household.Registration{
		ID: household.ID(db.NewID()), Area: "state:19", Name: "Rahima Bibi",
		People: household.People{Women: 1}, House: household.Kutcha,
		Consent: household.ConsentGiven{Given: true, How: "played", Language: "bn"},
	})
	if err != nil {
		panic(err) // this struct always has a JSON form
	}
	return fmt.Sprintf(`{"id":%q,"kind":"household.register","schema":1,"occurred_at":"2020-06-05T09:00:00Z",`+
		`"device":"phone-7","device_seq":1,"payload":%s}`, db.NewID(), in)
}

func envelope(records ...string) string {
	return `{"protocol":1,"records":[` + strings.Join(records, ",") + `]}`
}

func (p *phone) push(body string) []journal.Outcome {
	p.Helper()
	answer, err := p.door.Push(p.Context(), worker, []byte(body))
	if err != nil {
		p.Fatalf("%v", err)
	}
	return answer.Results
}

func (p *phone) count(what string) (n int) {
	p.Helper()
	err := p.door.Store.Read(p.Context(), actor.System(), func(tx *db.Tx) error {
		return tx.Raw("SELECT COUNT(*) FROM " + what).Scan(&n).Error
	})
	if err != nil {
		p.Fatal(err)
	}
	return n
}

// Poisons are records that cannot be taken, each with what the phone is told.
var poisons = []struct{ name, old, by, code, path string }{
	{"a name in another case", `"schema":1`, `"Schema":1`, "unknown_field", "/Schema"},
	{"a name twice", `"schema":1`, `"schema":1,"schema":1`, "duplicate_field", "/schema"},
	{"a name twice inside", `"name":`, `"name":"canary","name":`, "duplicate_field", "/payload/name"},
	{"a byte that is no letter", `Rahima`, "canary\xff", "malformed_json", "/payload/name"},
	{"another type", `"device_seq":1`, `"device_seq":"canary"`, "wrong_type", "/device_seq"},
	{"a count below none", `"device_seq":1`, `"device_seq":-1`, "out_of_range", "/device_seq"},
	{"a long device", `phone-7`, strings.Repeat("x", 65), "too_long", "/device"},
	{"no moment", `"occurred_at":"2020-06-05T09:00:00Z",`, ``, "required", "/occurred_at"},
	{"a bad field", `"played"`, `"canary"`, "not_offered", "/payload/consent/how"},
	{"a foreign place", `state:19`, `state:20`, "not_found", "/payload/area"},
	{"a kind of tomorrow", `household.register`, `household.adopt`, "newer_app", "/kind"},
	{"a schema of tomorrow", `"schema":1`, `"schema":2`, "newer_app", "/schema"},
	{"a schema of never", `"schema":1`, `"schema":0`, "unknown_schema", "/schema"},
}

func TestOnePoisonedRecordDoesNotSpoilThePush(t *testing.T) {
	onBoth(t, func(p *phone) {
		for _, c := range poisons {
			bad := strings.Replace(record(), c.old, c.by, 1)
			results := p.push(envelope(record(), bad, record()))
			if len(results) != 3 || results[0].Status != journal.StatusApplied || results[2].Status != journal.StatusApplied {
				p.Errorf("%s: its neighbours were answered %+v", c.name, results)
				continue
			}
			want := journal.StatusRejected
			if c.code == "newer_app" {
				want = journal.StatusDeferred
			}
			r := results[1]
			if r.Status != want || r.Code != c.code || r.Path != c.path || !strings.Contains(bad, string(r.Entry)) || r.Entry == "" {
				p.Errorf("%s: %+v", c.name, r)
			}
			if strings.Contains(r.Message, "canary") {
				p.Errorf("%s: the answer repeats what was sent", c.name)
			}
		}
		for _, odd := range []string{`null`, `17`, `"x"`, `[]`, `{}`} {
			r := p.push(envelope(record(), odd))
			if r[0].Status != journal.StatusApplied || r[1].Status != journal.StatusRejected || r[1].Entry != "" {
				p.Errorf("%s: %+v", odd, r)
			}
		}
		if n := p.count("household"); n != 2*len(poisons)+5 {
			p.Errorf("%d households", n)
		}
	})
}

// A record on which the server itself fails is deferred, and the rest goes on (B14). Mended, the same push finishes it.
func TestARecordOnWhichTheServerFailsIsDeferred(t *testing.T) {
	onBoth(t, func(p *phone) {
		first := record()
		_, rest, _ := strings.Cut(first, `"payload":{"id":"`)
		poison := fmt.Sprintf(`{"id":%q,"kind":"damage.assess","schema":1,"occurred_at":"2020-06-05T09:00:00Z","device":"phone-7",`+
			`"device_seq":2,"payload":{"id":%q,"household":%q,"grade":3,"house":"kutcha"}}`, db.NewID(), db.NewID(), rest[:36])
		body := envelope(first, poison, record())
		testkit.AsOwner(p.T, p.options, "ALTER TABLE assessment RENAME TO lost") // a bug of ours
		for i, want := range []string{"applied", "deferred server_error", "applied"} {
			r := p.push(body)[i]
			if r.Status == journal.StatusDuplicate {
				r.Status = r.Was
			}
			if got := strings.TrimSpace(string(r.Status) + " " + r.Code); got != want {
				p.Errorf("record %d: %s, not %s", i, got, want)
			}
		}
		testkit.AsOwner(p.T, p.options, "ALTER TABLE lost RENAME TO assessment")
		if r := p.push(body); r[0].Status != journal.StatusDuplicate || r[1].Status != journal.StatusApplied {
			p.Errorf("sent again: %+v", r)
		}
		if h, a := p.count("household"), p.count("assessment"); h != 2 || a != 1 {
			p.Errorf("%d households, %d assessments", h, a)
		}
	})
}

// What is wrong with the envelope itself refuses it whole, and nothing of it is kept.
func TestAnEnvelopeIsReadStrictly(t *testing.T) {
	onBoth(t, func(p *phone) {
		many := strings.Repeat(record()+",", field.MostRecords) + record()
		for name, c := range map[string]struct{ body, code, path string }{
			"nothing":             {``, "malformed_json", ""},
			"half of it":          {envelope(record())[:100], "malformed_json", ""},
			"a list":              {`[]`, "malformed_json", ""},
			"another version":     {`{"protocol":2,"records":[]}`, "unknown_protocol", "/protocol"},
			"no version":          {`{"records":[` + record() + `]}`, "required", "/protocol"},
			"no records":          {`{"protocol":1}`, "required", "/records"},
			"records twice":       {`{"protocol":1,"records":[],"records":[]}`, "duplicate_field", "/records"},
			"records of one kind": {`{"protocol":1,"records":{}}`, "wrong_type", "/records"},
			"something else":      {`{"protocol":1,"records":[],"canary":1}`, "unknown_field", ""},
			"something after it":  {envelope(record()) + "{}", "malformed_json", ""},
			"too many":            {`{"protocol":1,"records":[` + many + `]}`, "too_many_records", "/records"},
			"too large":           {envelope(strings.Replace(record(), "Rahima", strings.Repeat("x", field.MostBytes), 1)), "body_too_large", ""},
		} {
			_, err := p.door.Push(p.Context(), worker, []byte(c.body))
			f := fault.Of(err)
			if f == nil || f.Code != c.code || f.Path != c.path || strings.Contains(f.Error(), "canary") {
				p.Errorf("%s: %v", name, err)
			}
		}
		if n := p.count("household"); n != 0 {
			p.Errorf("%d households came from envelopes that were refused", n)
		}
		if r := p.push(envelope()); len(r) != 0 {
			p.Errorf("an empty push was answered %+v", r)
		}
	})
}

// A full push, sent three times: applied once, then duplicates in the same order, and the device is kept.
func TestAFullPushSentAgain(t *testing.T) {
	onBoth(t, func(p *phone) {
		var records []string
		for range field.MostRecords {
			records = append(records, record())
		}
		body := envelope(records...)
		for round := range 3 {
			want := journal.StatusApplied
			if round > 0 {
				want = journal.StatusDuplicate
			}
			for i, r := range p.push(body) {
				if r.Status != want || !strings.Contains(records[i], string(r.Entry)) {
					p.Fatalf("round %d, record %d: %+v", round, i, r)
				}
			}
		}
		if n := p.count("household"); n != field.MostRecords {
			p.Errorf("%d households", n)
		}
		if n := p.count("entry WHERE device = 'phone-7' AND device_seq = 1"); n != field.MostRecords {
			p.Errorf("%d entries of the device", n)
		}
	})
}
