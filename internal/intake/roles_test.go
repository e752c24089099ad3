package intake_test

import (
	"errors"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/card"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/intake"
	"tripol/internal/journal"
	"tripol/internal/people"
	"tripol/internal/testkit"
)

var errUndone = errors.New("nothing of it is kept")

// admitted reports whether a kind's function lets an actor with one role past its authorisation. The payload is empty,
// so that the submission is refused for another reason, or has no effect.
func admitted(t *testing.T, s *db.Store, kind intake.Kind, role actor.Role) (is bool) {
	t.Helper()
	ran := false
	err := s.Write(t.Context(), testkit.Actor(role), func(tx *db.Tx) error {
		_, err := kind.Decide(tx, testkit.Entry(kind.Name), reflect.Zero(kind.Payload).Interface())
		ran, is = true, !fault.Is(err, "role_missing")
		return errUndone
	})
	if !ran || err == nil {
		t.Fatalf("%s by a %s: %v", kind.Name, role, err)
	}
	return is
}

// otherwise lists where the declared roles and the functions' own authorisation differ.
func otherwise(t *testing.T, s *db.Store, kinds []intake.Kind) (differ []string) {
	t.Helper()
	for _, kind := range kinds {
		for _, role := range actor.Roles {
			if slices.Contains(kind.Roles, role) != admitted(t, s, kind, role) {
				differ = append(differ, kind.Name+" "+string(role))
			}
		}
	}
	return differ
}

// byPayload are the kinds whose roles depend on the payload; each has a test of its own.
var byPayload = []string{"list.export"}

// A list is exported by the roles of one of the lists.
func TestDeclaredRolesOfExports(t *testing.T) {
	var may []actor.Role
	for _, roles := range people.TakersOut {
		may = append(may, roles...)
	}
	slices.Sort(may)
	for _, k := range intake.New(nil).Kinds() {
		declared := slices.Sorted(slices.Values(k.Roles))
		if k.Name == "list.export" && !slices.Equal(declared, slices.Compact(may)) {
			t.Errorf("exports are declared for %v and admitted for %v", declared, may)
		}
	}
}

// The declared roles are those that the function of the kind lets through.
func TestDeclaredRolesAreThoseOfTheFunctions(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		keys, err := card.OpenKeys(filepath.Join(t.TempDir(), "keys"))
		if err != nil {
			t.Fatal(err)
		}
		kinds := slices.DeleteFunc(slices.Clone(intake.New(keys).Kinds()), func(k intake.Kind) bool {
			return slices.Contains(byPayload, k.Name)
		})
		for _, differs := range otherwise(t, s, kinds) {
			t.Errorf("declared otherwise than decided: %s", differs)
		}
		at := slices.IndexFunc(kinds, func(k intake.Kind) bool { return k.Name == "stock.reverse" }) // the control
		planted := kinds[at]
		planted.Roles = journal.Roles{actor.Storekeeper}
		if got := otherwise(t, s, []intake.Kind{planted}); len(got) != 2 {
			t.Errorf("planted: %v", got)
		}
	})
}
