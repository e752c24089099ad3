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
	"tripol/internal/damage"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/field"
	"tripol/internal/household"
	"tripol/internal/intake"
	"tripol/internal/journal"
	"tripol/internal/people"
	"tripol/internal/testkit"
)

// phone is a server with one area, an enrolled phone, and its records.
type phone struct {
	*testing.T
	door    field.Service
	options db.Options
	people.Phone
	seq       int64        // of its last record
	keys      string       // folder of the server's keys
	pushToken people.Token // of the phone that was enrolled last
}

func onBoth(t *testing.T, test func(p *phone)) {
	t.Helper()
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) { test(newPhone(t, engine)) })
}

func newPhone(t *testing.T, engine db.Engine) *phone {
	t.Helper()
	return newPhoneOver(t, testkit.Fresh(t, engine))
}

// newPhoneOver is newPhone over a migrated database.
func newPhoneOver(t *testing.T, o db.Options) *phone {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "keys")
	cards, err := card.OpenKeys(folder)
	if err != nil {
		t.Fatal(err)
	}
	keys, err := field.OpenKeys(folder)
	if err != nil {
		t.Fatal(err)
	}
	p := &phone{T: t, options: o, keys: folder}
	p.door = field.Service{
		Store: testkit.Open(t, p.options), Intake: intake.New(cards), Keys: keys, Log: slog.New(slog.DiscardHandler),
	}
	p.system("area.put", area.AreaPut{Level: area.State, Code: "19", Name: "West Bengal"})
	p.system("organisation.add", people.OrganisationAdd{ID: testkit.Organisation, Name: "Test Organisation"})
	p.Phone = p.enrol("rina", actor.OutreachWorker)
	return p
}

// system enters something as the program itself.
func (p *phone) system(kind string, payload any) {
	p.Helper()
	p.entered(actor.System(), kind, payload)
}

func (p *phone) entered(a actor.Actor, kind string, payload any) {
	p.Helper()
	e := testkit.Entry(kind)
	e.Payload, _ = json.Marshal(payload)
	if o, err := p.door.Intake.Take(p.Context(), p.door.Store, a, e); err != nil || o.Code != "" {
		p.Fatalf("%s: %+v %v", kind, o, err)
	}
}

const password = "a long enough passphrase"

// enrol makes an account and lets it enrol a phone by its password.
func (p *phone) enrol(login string, roles ...actor.Role) people.Phone {
	p.Helper()
	account := people.AccountAdd{
		ID: actor.AccountID(db.NewID()), Organisation: testkit.Organisation, Login: login, Name: login, Language: "bn",
	}
	for _, role := range roles {
		account.Grants = append(account.Grants, people.Grant{Role: role, AreaPath: "/"})
	}
	p.system("account.add", account)
	if err := people.SetPassword(p.Context(), p.door.Store, actor.System(), account.ID, password); err != nil {
		p.Fatal(err)
	}
	return p.again(login)
}

// again enrols another phone of an account that is there.
func (p *phone) again(login string) people.Phone {
	p.Helper()
	who, err := people.NewAuthenticator(p.door.Store, make([]byte, 32), nil).ByPassword(p.Context(), people.Caller{}, login, password, "")
	if err != nil {
		p.Fatal(err)
	}
	e := testkit.Entry("device.enrol")
	e.Payload, _ = json.Marshal(people.DeviceEnrol{
		Credential: who.Credential, Device: people.DeviceID(db.NewID()), Name: "Test phone",
	})
	o, err := p.door.Intake.TakeWith(p.Context(), p.door.Store, who.Actor, e, who.Keep)
	if err != nil || o.Status != journal.StatusApplied {
		p.Fatalf("%+v %v", o, err)
	}
	p.pushToken = who.Push
	return p.token(who.Push)
}

func (p *phone) token(token people.Token) people.Phone {
	p.Helper()
	found, err := people.PhoneOf(p.Context(), p.door.Store, token)
	if err != nil {
		p.Fatal(err)
	}
	return found
}

func registration() household.HouseholdRegister {
	return household.HouseholdRegister{
		ID: household.ID(db.NewID()), Area: "state:19", Name: "Rahima Bibi",
		People: household.People{Women: 1}, House: household.Kutcha,
		Consent: household.ConsentGiven{Given: true, How: "played", Language: "bn"},
	}
}

// record writes a household.register whose text a test may change.
func (p *phone) record() string { return p.recordOf("household.register", registration()) }

func (p *phone) recordOf(kind string, payload any) string {
	in, err := json.Marshal(payload)
	if err != nil {
		p.Fatal(err)
	}
	p.seq++
	return fmt.Sprintf(`{"id":%q,"kind":%q,"schema":1,"occurred_at":"2020-06-05T09:00:00Z","device_seq":%d,"payload":%s}`,
		db.NewID(), kind, p.seq, in)
}

func envelope(records ...string) string {
	return `{"protocol":1,"records":[` + strings.Join(records, ",") + `]}`
}

func (p *phone) push(body string) []journal.Outcome {
	p.Helper()
	return p.pushAs(p.Phone, body).Results
}

func (p *phone) pushAs(as people.Phone, body string) field.PushResponse {
	p.Helper()
	answer, err := p.door.Push(p.Context(), as, []byte(body))
	if err != nil {
		p.Fatalf("%v", err)
	}
	return answer
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

// Poisons are invalid records, each with the code in the response.
var poisons = []struct{ name, old, by, code, path string }{
	{"a name in another case", `"schema":1`, `"Schema":1`, "unknown_schema", "/schema"},
	{"a name twice", `"schema":1`, `"schema":1,"schema":1`, "duplicate_field", "/schema"},
	{"a name twice inside", `"name":`, `"name":"canary","name":`, "duplicate_field", "/payload/name"},
	{"a byte that is no letter", `Rahima`, "canary\xff", "malformed_json", "/payload/name"},
	{"another type", `"kind":"household.register"`, `"kind":17`, "wrong_type", "/kind"},
	{"a count below one", `"device_seq":`, `"device_seq":-1,"before":`, "out_of_range", "/device_seq"},
	{"no moment", `"occurred_at":"2020-06-05T09:00:00Z",`, ``, "required", "/occurred_at"},
	{"a bad field", `"played"`, `"canary"`, "not_offered", "/payload/consent/how"},
	{"a foreign place", `state:19`, `state:20`, "not_found", "/payload/area"},
	{"an identity number", `Rahima`, `2345 6789 0124`, "identity_number_refused", "/payload/name"},
	{"a kind of tomorrow", `household.register`, `household.adopt`, "newer_app", "/kind"},
	{"a schema of tomorrow", `"schema":1`, `"schema":2`, "newer_app", "/schema"},
	{"a schema of never", `"schema":1`, `"schema":0`, "unknown_schema", "/schema"},
}

func TestOnePoisonedRecordDoesNotSpoilThePush(t *testing.T) {
	onBoth(t, func(p *phone) {
		for _, c := range poisons {
			bad := strings.Replace(p.record(), c.old, c.by, 1)
			results := p.push(envelope(p.record(), bad, p.record()))
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
			r := p.push(envelope(p.record(), odd))
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
		first := p.record()
		_, payload, _ := strings.Cut(first, `"payload":`)
		_, rest, _ := strings.Cut(payload, `"id":"`)
		poison := p.recordOf("damage.assess", damage.DamageAssess{
			ID: damage.ID(db.NewID()), Household: household.ID(rest[:36]), Grade: 3, House: household.Kutcha,
		})
		body := envelope(first, poison, p.record())
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
		many := strings.Repeat(p.record()+",", field.MostRecords) + p.record()
		for name, c := range map[string]struct{ body, code, path string }{
			"nothing":             {``, "malformed_json", ""},
			"half of it":          {envelope(p.record())[:100], "malformed_json", ""},
			"a list":              {`[]`, "malformed_json", ""},
			"another version":     {`{"protocol":2,"records":[]}`, "unknown_protocol", "/protocol"},
			"no version":          {`{"records":[` + p.record() + `]}`, "required", "/protocol"},
			"no records":          {`{"protocol":1}`, "required", "/records"},
			"records twice":       {`{"protocol":1,"records":[],"records":[]}`, "duplicate_field", "/records"},
			"records of one kind": {`{"protocol":1,"records":{}}`, "wrong_type", "/records"},
			"something after it":  {envelope(p.record()) + "{}", "malformed_json", ""},
			"too many":            {`{"protocol":1,"records":[` + many + `]}`, "too_many_records", "/records"},
			"too large":           {envelope(strings.Replace(p.record(), "Rahima", strings.Repeat("x", field.MostBytes), 1)), "body_too_large", ""},
		} {
			_, err := p.door.Push(p.Context(), p.Phone, []byte(c.body))
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

// A full push, sent three times: applied once, then duplicates in the same order, and the phone is stored.
func TestAFullPushSentAgain(t *testing.T) {
	onBoth(t, func(p *phone) {
		var records []string
		for range field.MostRecords {
			records = append(records, p.record())
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
		if n := p.count("entry WHERE device = '" + string(p.Credential) + "' AND device_seq > 0"); n != field.MostRecords {
			p.Errorf("%d entries of the device", n)
		}
	})
}

// An envelope text that one engine cannot store is rejected on both, before any record is decided; a text that is only
// too long is truncated between graphemes.
func TestTextsOfTheEnvelopeAreCheckedFirst(t *testing.T) {
	onBoth(t, func(p *phone) {
		for path, member := range map[string]string{
			"/app": `"app":"1\u0000"`, "/epoch/id": `"epoch":{"number":1,"id":"\u0000"}`,
			"/seen/hash":   `"seen":{"epoch":1,"seq":1,"hash":"\u0000"}`,
			"/outbox/pack": `"outbox":{"waiting":1,"next_seq":1,"pack":"\u0000"}`,
		} {
			_, err := p.door.Push(t.Context(), p.Phone, []byte(`{"protocol":1,"records":[`+p.record()+`],`+member+`}`))
			if f := fault.Of(err); f == nil || f.Code != "control_character" || f.Path != path {
				t.Errorf("%s: %v", path, err)
			}
		}
		if n := p.count("entry WHERE kind = 'household.register'"); n != 0 {
			t.Errorf("%d records were decided", n)
		}
		long := strings.Repeat("a", 39) + "বন্যা"
		p.expect(p.push(`{"protocol":1,"app":"`+long+`","records":[`+p.record()+`]}`), "applied")
	})
}
