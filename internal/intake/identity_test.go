package intake_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/card"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/household"
	"tripol/internal/intake"
	"tripol/internal/journal"
	"tripol/internal/testkit"
)

// field is a field of a kind's payload that takes text.
type field struct {
	kind, path string
	typed      bool // has a shape of its own: a phone, a bank's reference, a waybill's number, a card, an id
}

// textFields walks the payloads of all kinds, so that none can be omitted.
func textFields(kinds []intake.Kind) (all []field) {
	var walk func(kind, path string, t reflect.Type, typed bool)
	walk = func(kind, path string, t reflect.Type, typed bool) {
		if t == reflect.TypeFor[db.Instant]() {
			return // a moment, not a text
		}
		switch t.Kind() { //nolint:exhaustive // only what can hold a text matters
		case reflect.Pointer:
			walk(kind, path, t.Elem(), typed)
		case reflect.Slice:
			if t.Elem().Kind() != reflect.Uint8 {
				walk(kind, path+"/0", t.Elem(), typed)
			}
		case reflect.Struct:
			for f := range t.Fields() {
				name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
				own := f.Tag.Get("format") == "uuid" || f.Tag.Get("shape") != ""
				walk(kind, path+"/"+name, f.Type, typed || own)
			}
		case reflect.String:
			all = append(all, field{kind, path, typed})
		}
	}
	for _, k := range kinds {
		walk(k.Name, "", k.Payload, false)
	}
	return all
}

// payloadWith is a payload with a text in one field, and the fields that the type requires.
func payloadWith(t reflect.Type, path, text string) []byte {
	v := reflect.New(t)
	at := v.Elem()
	for _, part := range strings.Split(path, "/")[1:] {
		for at.Kind() == reflect.Pointer {
			at.Set(reflect.New(at.Type().Elem()))
			at = at.Elem()
		}
		if at.Kind() == reflect.Slice {
			at.Set(reflect.MakeSlice(at.Type(), 1, 1))
			at = at.Index(0)
			continue
		}
		for i := range at.NumField() {
			if name, _, _ := strings.Cut(at.Type().Field(i).Tag.Get("json"), ","); name == part {
				at = at.Field(i)
				break
			}
		}
	}
	for at.Kind() == reflect.Pointer {
		at.Set(reflect.New(at.Type().Elem()))
		at = at.Elem()
	}
	at.SetString(text)
	raw, err := json.Marshal(v.Interface())
	if err != nil {
		panic(err)
	}
	return raw
}

// aadhaar generates a number of that form in one of the usual notations.
func aadhaar(r *rand.Rand) string {
	digits := make([]int, 12)
	for i := range 11 {
		digits[i] = r.IntN(10)
	}
	digits[0] = 2 + r.IntN(8)
	for digits[11] = range 10 {
		if household.HoldsIdentityNumber(spelt(digits, '0', "")) {
			break
		}
	}
	zero := []rune{'0', '০', '०', '０'}[r.IntN(4)]
	gap := []string{"", " ", "-", " - ", "\u200b", "\u200d", ".", "\u00a0", "–"}[r.IntN(9)]
	around := []string{"%s", "No. %s", "আধার %s।", "(%s)", "card %s of Rahima", "x\u200c%s"}[r.IntN(6)]
	return fmt.Sprintf(around, spelt(digits, zero, gap))
}

func spelt(digits []int, zero rune, gap string) string {
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && i%4 == 0 {
			b.WriteString(gap)
		}
		b.WriteRune(zero + rune(d))
	}
	return b.String()
}

func table(t *testing.T) *intake.Table {
	t.Helper()
	keys, err := card.OpenKeys(filepath.Join(t.TempDir(), "keys"))
	if err != nil {
		t.Fatal(err)
	}
	return intake.New(keys)
}

// b54 posts such numbers into every free field of every kind and returns the fields where one was not rejected, or not
// with its path.
func b54(t *testing.T, s *db.Store, kinds []intake.Kind, take func(journal.Entry) error) (broken []string) {
	t.Helper()
	payloads := map[string]reflect.Type{}
	for _, k := range kinds {
		payloads[k.Name] = k.Payload
	}
	r := rand.New(rand.NewPCG(54, 1))
	free := 0
	for _, f := range textFields(kinds) {
		if f.typed {
			continue
		}
		free++
		for range max(9, testkit.Scale(10_000)/20) {
			text := aadhaar(r)
			e := testkit.Entry(f.kind)
			e.Payload = payloadWith(payloads[f.kind], f.path, text)
			err := take(e)
			refused := fault.Of(err)
			if refused == nil || refused.Code != "identity_number_refused" || refused.Path != "/payload"+f.path ||
				strings.Contains(refused.Error(), text) {
				broken = append(broken, fmt.Sprintf("%s%s: %v", f.kind, f.path, err))
				break
			}
		}
	}
	if free < 30 {
		t.Errorf("only %d free fields were found: the walk does not see the payloads", free)
	}
	return broken
}

func TestB54_NoFreeFieldOfAnyKindTakesAnIdentityNumber(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		kinds := table(t)
		broken := b54(t, s, kinds.Kinds(), func(e journal.Entry) error {
			_, err := kinds.Take(t.Context(), s, testkit.Actor(actor.Roles...), e)
			return err
		})
		for _, b := range broken {
			t.Error(b)
		}
		err := s.Read(t.Context(), actor.System(), func(tx *db.Tx) error {
			var bodies int64
			err := tx.Table("entry_body").Count(&bodies).Error
			if bodies != 0 {
				t.Errorf("%d of the refused entries were stored", bodies)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// The control: payloads checked by their own Validate only accept such numbers in many fields, and the same check
// detects it.
func TestB54_ControlWithoutTheWalk(t *testing.T) {
	kinds := table(t).Kinds()
	broken := b54(t, nil, kinds, func(e journal.Entry) error {
		for _, k := range kinds {
			if k.Name == e.Kind {
				v := reflect.New(k.Payload)
				if err := json.Unmarshal(e.Payload, v.Interface()); err != nil {
					return err
				}
				return v.Interface().(interface{ Validate() error }).Validate()
			}
		}
		return nil
	})
	if len(broken) < 20 {
		t.Errorf("the check sees only %d fields", len(broken))
	}
}

// Fields with their own format are exempt: phones with 91, bank references, waybill and card numbers.
func TestB54_FieldsWithTheirOwnShapeAreExempt(t *testing.T) {
	want := map[string]string{ // the whole list: a field that is made exempt stands here with its shape
		"paper.enter/phone": "phone", "paper.retype/phone": "phone", "paper.settle/phone": "phone",
		"household.register/phone": "phone", "household.correct/phone": "phone", "household.amend/phone": "phone",
		"payment.record/reference": "bank", "grievance.take/reach_phone": "phone",
		"stock.receive/document": "document", "stock.dispatch/number": "waybill", "waybill.arrived/number": "waybill", "card.bind/card": "card", "card.retract/card": "card",
		"card.revoke/card": "card", "handover.give/card": "card", "handover.record/card": "card",
		"journal.restored/backup": "sha256", "journal.restored/head/hash": "sha256",
		"backup.taken/backup": "sha256", "backup.taken/head/hash": "sha256", "outbox.bring/sha256": "sha256",
		"voice.record/words": "sha256", "voice.record/file": "sha256",
	}
	kinds := table(t)
	payloads := map[string]reflect.Type{}
	for _, k := range kinds.Kinds() {
		payloads[k.Name] = k.Payload
	}
	s := testkit.Open(t, testkit.Fresh(t, db.SQLite))
	seen := 0
	for _, f := range textFields(kinds.Kinds()) {
		if !f.typed || strings.Contains(f.path, "id") {
			continue
		}
		if want[f.kind+f.path] == "" {
			continue
		}
		seen++
		r := rand.New(rand.NewPCG(54, 2))
		for range testkit.Scale(10_000) {
			e := testkit.Entry(f.kind)
			e.Payload = payloadWith(payloads[f.kind], f.path, aadhaar(r))
			if _, err := kinds.Take(t.Context(), s, testkit.Actor(actor.Roles...), e); fault.Is(err, "identity_number_refused") {
				t.Errorf("%s%s refused it", f.kind, f.path)
				break
			}
		}
	}
	if seen != len(want) {
		t.Errorf("%d of %d fields with their own shape were found", seen, len(want))
	}
	// A shape must not be used to bypass the rule: a key is validated as a whole, so that it contains no number.
	for _, k := range kinds.Kinds() {
		for f := range k.Payload.Fields() {
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			if shape := f.Tag.Get("shape"); shape != "" && shape != "age" && want[k.Name+"/"+name] != shape {
				t.Errorf("%s/%s is exempt as %q and not on the list", k.Name, name, shape)
			}
		}
	}
}

// Of ten thousand phone numbers with 91 none is rejected, including those that pass the Aadhaar checksum.
func TestB54_PhonesAreTaken(t *testing.T) {
	r := rand.New(rand.NewPCG(54, 3))
	shaped := 0
	for range testkit.Scale(10_000) {
		phone := fmt.Sprintf("91%d%09d", 6+r.IntN(4), r.IntN(1_000_000_000))
		if household.HoldsIdentityNumber(phone) {
			shaped++
		}
		c := household.HouseholdCorrect{Household: household.ID(db.NewID()), BaseVersion: 1, Phone: &phone}
		if err := c.Validate(); err != nil {
			t.Fatalf("a phone: %v", err)
		}
	}
	if shaped == 0 {
		t.Error("no phone of these looks like an Aadhaar number: the test proves nothing")
	}
}
