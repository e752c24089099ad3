package kinds_test

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/card"
	"tripol/internal/db"
	"tripol/internal/field"
	"tripol/internal/household"
	"tripol/internal/intake"
	"tripol/internal/journal"
	"tripol/internal/people"
	"tripol/internal/summary"
	"tripol/internal/testkit"
)

// scene submits entries to a recorded database. The same scene has the same ids, instants and payloads in every
// database, but for values that the program drew before.
type scene struct {
	*recorder
	s        *db.Store
	phones   field.Service
	sign     *people.Authenticator
	password people.PasswordHash
	now      time.Time
	back     time.Duration // how long ago the entries happened that are submitted now
	drawn    map[bool]int  // how many ids were drawn, of entries of the scene and of extra ones
	extra    bool          // now submits extra entries
	busy     bool          // submits extra entries at all
	counts   map[area.Key]summary.Counts
	newest   map[string]string // assessment of each household
	steps    []step
	prior    []record // of extra entries since the last step
}

// newScene opens a recorded database. A busy one has extra entries between those of the scene.
func newScene(t *testing.T, engine db.Engine, busy bool) *scene {
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
	sc := &scene{now: time.Date(2020, 6, 5, 9, 0, 0, 0, time.UTC), drawn: map[bool]int{}, busy: busy}
	o := testkit.Fresh(t, engine)
	o.Clock = func() time.Time { return sc.now }
	sc.recorder = newRecorder(t, o)
	sc.s = testkit.Open(t, o)
	sc.phones = field.Service{Store: sc.s, Intake: intake.New(cards), Keys: keys, Log: slog.New(slog.DiscardHandler)}
	sc.sign = people.NewAuthenticator(sc.s, make([]byte, 32), nil)
	if sc.password, err = people.HashPassword(t.Context(), passphrase); err != nil {
		t.Fatal(err)
	}
	return sc
}

const passphrase = "a long enough passphrase"

// id draws the scene's next id.
func (sc *scene) id() string {
	sc.drawn[sc.extra]++
	series := map[bool]string{false: "0001", true: "0002"}[sc.extra]
	return fmt.Sprintf("018f%s-0000-7000-8000-%012x", series, sc.drawn[sc.extra])
}

// did records the writes of one call as a step.
func (sc *scene) did(call func()) {
	sc.Helper()
	if !sc.extra {
		sc.now = sc.now.Add(time.Minute)
	}
	call()
	s := sc.step()
	s.counts = sc.changed()
	sc.keep(s)
}

// didOnly is did for a call with several transactions: only the transaction that decided an entry of the kind is kept,
// without the counts, which changed in the others.
func (sc *scene) didOnly(kind string, call func()) {
	sc.Helper()
	sc.now = sc.now.Add(time.Minute)
	call()
	all := sc.step()
	sc.changed()
	sc.keep(all.of(kind))
	all.ignored = true
	sc.keep(all)
}

// keep appends a step. What extra entries wrote is kept with the next one, which may refer to it.
func (sc *scene) keep(s step) {
	if sc.extra {
		sc.prior = append(sc.prior, s.records...)
		return
	}
	s.prior, sc.prior = sc.prior, nil
	sc.steps = append(sc.steps, s)
}

// between makes something that is no entry.
func (sc *scene) between(a actor.Actor, do func(tx *db.Tx) error) {
	sc.Helper()
	if err := sc.s.Write(sc.Context(), a, do); err != nil {
		sc.Fatal(err)
	}
	sc.ignored()
}

// ignored attributes the recorded rows to no entry: only their values matter, because later rows refer to them.
func (sc *scene) ignored() {
	sc.Helper()
	s := sc.step()
	s.ignored = true
	sc.changed()
	sc.keep(s)
}

// extras submits entries that only the busy database has: the scene's entries find their rows there and not in the
// other database.
func (sc *scene) extras(submit func()) {
	sc.Helper()
	if sc.busy {
		sc.extra = true
		submit()
		sc.extra = false
	}
}

// changed returns the names of the counts that changed in any area since the last call.
func (sc *scene) changed() (names []string) {
	sc.Helper()
	now := map[area.Key]summary.Counts{}
	err := sc.s.Read(sc.Context(), actor.System(), func(tx *db.Tx) error {
		found, err := summary.ByArea(tx, "", area.Panchayat)
		clear(now)
		for _, a := range found.Areas {
			now[a.Area] = a.Counts
		}
		return err
	})
	if err != nil {
		sc.Fatal(err)
	}
	for field := range reflect.TypeFor[summary.Counts]().Fields() {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		of := func(c summary.Counts) any { return reflect.ValueOf(c).FieldByIndex(field.Index).Interface() }
		for key := range merged(sc.counts, now) {
			if of(sc.counts[key]) != of(now[key]) && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	sc.counts = now
	if newest := sc.assessments(); !maps.Equal(newest, sc.newest) {
		sc.newest, names = newest, append(names, "observed")
	}
	return names
}

// assessments returns the newest one of each household.
func (sc *scene) assessments() map[string]string {
	sc.Helper()
	newest := map[string]string{}
	err := sc.s.Read(sc.Context(), actor.System(), func(tx *db.Tx) error {
		return tx.Each(func(row db.Row) error {
			var home, id string
			err := row.Scan(&home, &id)
			newest[home] = id
			return err
		}, "SELECT CAST(household AS TEXT), CAST(id AS TEXT) FROM assessment ORDER BY occurred_at, id")
	})
	if err != nil {
		sc.Fatal(err)
	}
	return newest
}

func merged[K comparable, V any](maps ...map[K]V) map[K]bool {
	keys := map[K]bool{}
	for _, m := range maps {
		for k := range m {
			keys[k] = true
		}
	}
	return keys
}

// entry makes an entry of a kind; one of a phone where the actor has a credential.
func (sc *scene) entry(a actor.Actor, kind string, payload any) journal.Entry {
	sc.Helper()
	raw, err := json.Marshal(payload)
	if err != nil {
		sc.Fatal(err)
	}
	e := journal.Entry{
		ID: journal.EntryID(sc.id()), Kind: kind, Schema: intake.Schema, OccurredAt: db.At(sc.now.Add(-sc.back)), Payload: raw,
		Credential: a.Credential,
	}
	if a.Credential != "" {
		e.DeviceSeq = int64(sc.drawn[sc.extra])
	}
	return e
}

// submit submits an entry, with the rows that the program writes in the same transaction.
func (sc *scene) submit(a actor.Actor, kind string, payload any, beside ...func(tx *db.Tx) error) (o journal.Outcome) {
	sc.Helper()
	sc.did(func() {
		var err error
		o, err = sc.phones.Intake.TakeWith(sc.Context(), sc.s, a, sc.entry(a, kind, payload), func(tx *db.Tx) error {
			for _, write := range beside {
				if err := write(tx); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			sc.Fatalf("%s: %v", kind, err)
		}
	})
	return o
}

// take is submit for an entry that must be applied.
func (sc *scene) take(a actor.Actor, kind string, payload any, beside ...func(tx *db.Tx) error) journal.Outcome {
	sc.Helper()
	o := sc.submit(a, kind, payload, beside...)
	if o.Status != journal.StatusApplied {
		sc.Fatalf("%s: %+v", kind, o)
	}
	return o
}

// ask is submit for an entry that waits for a second person, or for the end of the wait.
func (sc *scene) ask(a actor.Actor, kind string, payload any) journal.EntryID {
	sc.Helper()
	o := sc.submit(a, kind, payload)
	if o.Status != journal.StatusDeferred {
		sc.Fatalf("%s: %+v", kind, o)
	}
	return o.Entry
}

// asked is ask with the approval of a second person.
func (sc *scene) asked(a, second actor.Actor, kind string, payload any) {
	sc.Helper()
	sc.take(second, "pending.approve", people.PendingApprove{Entry: sc.ask(a, kind, payload)})
}

// waited is ask with the end of the wait.
func (sc *scene) waited(a actor.Actor, kind string, payload any) {
	sc.Helper()
	sc.ask(a, kind, payload)
	sc.now = sc.now.Add(people.WaitLength)
	sc.did(func() {
		if n, err := sc.phones.Intake.ReleaseDue(sc.Context(), sc.s); err != nil || n != 1 {
			sc.Fatalf("%s: %d took effect: %v", kind, n, err)
		}
	})
}

// person is an account of the scene with roles everywhere.
func person(n int, roles ...actor.Role) actor.Actor {
	a := testkit.Actor(roles...)
	a.Account = actor.AccountID(fmt.Sprintf("018f0000-0000-7000-8000-00000000010%x", n))
	return a
}

func accountOf(a actor.Actor, login string) people.AccountAdd {
	in := people.AccountAdd{ID: a.Account, Organisation: a.Organisation, Login: login, Name: login, Language: "bn"}
	for _, g := range a.Grants {
		in.Grants = append(in.Grants, people.Grant{Role: g.Role, AreaPath: g.Path})
	}
	return in
}

// signsIn gives an account the passphrase.
func (sc *scene) signsIn(a actor.Actor) {
	sc.Helper()
	sc.between(actor.System(), func(tx *db.Tx) error { return sc.password.Keep(tx, a.Account) })
}

// found sets up the organisation with its first administrator.
func (sc *scene) found(first actor.Actor) {
	sc.Helper()
	sc.take(actor.System(), "organisation.found", people.OrganisationFound{
		Organisation: people.OrganisationAdd{ID: first.Organisation, Name: "Sundarban Relief"},
		Account:      accountOf(first, "first"),
	}, func(tx *db.Tx) error { return sc.password.Keep(tx, first.Account) })
}

// area is the panchayat of the scene, and other is where families move to.
const (
	village      = area.Key("panchayat:wb-gp:2738-01")
	otherVillage = area.Key("panchayat:wb-gp:2738-02")
	block        = area.Key("block:2738")
)

func (sc *scene) areas(steward actor.Actor) {
	sc.Helper()
	outline := json.RawMessage(`{"type":"Polygon","coordinates":[[[88.8,22.5],[88.9,22.5],[88.9,22.6],[88.8,22.6],[88.8,22.5]]]}`)
	for _, in := range []area.AreaPut{
		{Level: area.State, Code: "19", Name: "West Bengal"},
		{Level: area.District, Code: "303", Name: "North 24 Parganas", Parent: "state:19"},
		{Level: area.Block, Code: "2738", Name: "Hasnabad", Parent: "district:303", Aliases: []string{"Hasanabad"}},
		{Level: area.Panchayat, Code: "wb-gp:2738-01", Name: "Patlikhanpur", Parent: block, Quality: "approximate", Outline: outline},
		{Level: area.Panchayat, Code: "wb-gp:2738-02", Name: "Barunhat", Parent: block},
	} {
		sc.take(steward, "area.put", in)
	}
}

// registration is a family of a panchayat.
func (sc *scene) registration(where area.Key) household.HouseholdRegister {
	return household.HouseholdRegister{
		ID: household.ID(sc.id()), Area: where, Name: "Rahima Bibi", Phone: "9800000001", PhoneOf: "self",
		People: household.People{Women: 1, Girls: 2}, Criteria: []string{}, House: household.Kutcha, Mark: "fish",
		NotSameAs: []household.ID{}, Consent: household.ConsentGiven{Given: true, How: "read_by_me", Language: "bn"},
	}
}
