package kinds_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/journal"
	"tripol/internal/kinds"
	"tripol/internal/people"
	"tripol/migrations"
)

func TestEveryDeclarationIsComplete(t *testing.T) {
	if len(kinds.All) < 60 {
		t.Errorf("only %d kinds are declared", len(kinds.All))
	}
	if err := journal.Complete(kinds.All); err != nil {
		t.Error(err)
	}
}

// The control: of each kind each part left out is named together with the kind.
func TestControlIncompleteDeclarations(t *testing.T) {
	for i, whole := range kinds.All {
		for part := range reflect.TypeFor[journal.Kind]().Fields() {
			planted := slices.Clone(kinds.All)
			reflect.ValueOf(&planted[i]).Elem().FieldByIndex(part.Index).SetZero()
			err := journal.Complete(planted)
			name := whole.Name
			if part.Name == "Name" {
				name = ""
			}
			if want := `kind "` + name + `": ` + part.Name; err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s without %s: %v", whole.Name, part.Name, err)
			}
		}
	}
}

// The control: a contradictory declaration, a declaration under another payload's name, and a duplicate declaration.
func TestControlContradictoryDeclarations(t *testing.T) {
	for part, change := range map[string]func(k *journal.Kind){
		"Personal":                               func(k *journal.Kind) { k.Personal = journal.Personal{Of: k.Personal.Of, Reason: "none"} },
		"Counts":                                 func(k *journal.Kind) { k.Counts.Households = "" },
		"Bulk":                                   func(k *journal.Kind) { k.Bulk = journal.BulkForm{} },
		"Decided: function":                      func(k *journal.Kind) { k.Decided.Change = nil },
		"Decided: payload":                       func(k *journal.Kind) { k.Name = "household.enter" },
		`"household.register" is declared twice`: func(k *journal.Kind) { k.Name = "household.register" },
	} {
		planted := slices.Clone(kinds.All)
		at := slices.IndexFunc(planted, func(k journal.Kind) bool { return k.Name == "damage.assess" })
		change(&planted[at])
		if err := journal.Complete(planted); err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("%s: %v", part, err)
		}
	}
}

// unknownTables lists the declared tables and generated columns of kinds that are not in the schema.
func unknownTables(all []journal.Kind) (unknown []string) {
	known := map[string]bool{}
	for _, table := range migrations.Tables {
		known[table.Name] = true
	}
	for _, k := range all {
		for _, table := range k.Tables {
			if !known[table] {
				unknown = append(unknown, k.Name+" "+table)
			}
		}
		for _, column := range k.Generates {
			if table, _, _ := strings.Cut(column, "."); !slices.Contains(k.Tables, table) {
				unknown = append(unknown, k.Name+" "+column)
			}
		}
	}
	return unknown
}

func TestDeclaredTablesExist(t *testing.T) {
	if unknown := unknownTables(kinds.All); len(unknown) > 0 {
		t.Error(unknown)
	}
	planted := []journal.Kind{{Name: "levy.take", Tables: journal.Tables{"levy"}, Generates: journal.Generated{"card.id"}}} // the control
	if unknown := unknownTables(planted); len(unknown) != 2 {
		t.Errorf("%v", unknown)
	}
}

// atDesk has the roles that submit a kind of phones at a desk only: a protection officer works with no phone.
var atDesk = map[string]actor.Role{"consent.record": actor.ProtectionOfficer}

// rolesOfPhones are the roles that may submit some kind from a phone, and not every kind of theirs.
func rolesOfPhones(all []journal.Kind) (roles []actor.Role) {
	for _, k := range all {
		if k.Phones == journal.NoPhone || len(k.Roles) == len(actor.Roles) {
			continue
		}
		for _, role := range k.Roles {
			if !slices.Contains(roles, role) && atDesk[k.Name] != role {
				roles = append(roles, role)
			}
		}
	}
	slices.Sort(roles)
	return roles
}

// A phone's credential carries the roles by which phones submit kinds, and no others.
func TestPhonesCarryTheRolesOfTheirKinds(t *testing.T) {
	carried := slices.Sorted(slices.Values(people.PhoneRoles))
	if roles := rolesOfPhones(kinds.All); !slices.Equal(roles, carried) {
		t.Errorf("phones submit by the roles %v and carry %v", roles, carried)
	}
	planted := append(slices.Clone(kinds.All), journal.Kind{ // the control
		Phones: journal.PushToken, Roles: journal.Roles{actor.Treasurer},
	})
	if slices.Equal(rolesOfPhones(planted), carried) {
		t.Error("a kind that treasurers submit from phones is not noticed")
	}
}

// misclassified lists the kinds whose lock class contradicts their tables: a store's balance is a row that many entries
// need, and a kind that writes it has its own transaction.
func misclassified(all []journal.Kind) (names []string) {
	for _, k := range all {
		if slices.Contains(k.Tables, "balance") != (k.Lock == journal.OwnTransaction) {
			names = append(names, k.Name)
		}
	}
	return names
}

func TestLockClassesFollowFromTables(t *testing.T) {
	if names := misclassified(kinds.All); len(names) > 0 {
		t.Errorf("the lock class contradicts the tables: %v", names)
	}
	planted := slices.Clone(kinds.All) // the control: each kind in the other class
	for i, k := range planted {
		planted[i].Lock = map[journal.Lock]journal.Lock{
			journal.OwnTransaction: journal.SharedTransaction, journal.SharedTransaction: journal.OwnTransaction,
		}[k.Lock]
	}
	if names := misclassified(planted); len(names) != len(planted) {
		t.Errorf("only %v are noticed", names)
	}
}
