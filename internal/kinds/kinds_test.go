package kinds_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/journal"
	"tripol/internal/kinds"
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

// idle are the roles of work with a phone that submit no kind from one. A kind that every role submits does not count.
func idle(all []journal.Kind) (roles []actor.Role) {
	for _, role := range actor.PhoneRoles {
		if !slices.ContainsFunc(all, func(k journal.Kind) bool {
			return len(k.Roles) < len(actor.Roles) && slices.Contains(k.FromPhones(), role)
		}) {
			roles = append(roles, role)
		}
	}
	return roles
}

// A phone's credential has the roles by which phones submit kinds, and no others: each of them submits a kind, and each
// kind of phones is submitted by one of them.
func TestPhonesCarryTheRolesOfTheirKinds(t *testing.T) {
	if roles := idle(kinds.All); len(roles) > 0 {
		t.Errorf("a phone's credential has the roles %v, which submit nothing from it", roles)
	}
	consent, _ := kinds.Find("consent.record") // protection officers record it in the office only
	if !slices.Contains(consent.Roles, actor.ProtectionOfficer) || slices.Contains(consent.FromPhones(), actor.ProtectionOfficer) {
		t.Errorf("phones submit consent.record by the roles %v", consent.FromPhones())
	}
	planted := slices.Clone(kinds.All) // the controls: kinds that phones submit by no role of theirs
	for i, k := range planted {
		if planted[i].Roles = (journal.Roles{actor.Treasurer}); k.Phones == journal.NoPhone {
			continue
		}
		if err := journal.Complete(planted[i : i+1]); err == nil || !strings.Contains(err.Error(), "Phones") {
			t.Errorf("%s by treasurers from phones: %v", k.Name, err)
		}
	}
	if roles := idle(planted); !slices.Equal(roles, actor.PhoneRoles) {
		t.Errorf("only %v are noticed", roles)
	}
}

// misclassified lists the kinds whose lock class contradicts their tables: a store's balance is a row that many entries
// need, and so are the families that a decision on a written place moves; a kind that writes them has its own transaction.
func misclassified(all []journal.Kind) (names []string) {
	for _, k := range all {
		needed := slices.Contains(k.Tables, "balance") || slices.Contains(k.Tables, "household_move")
		if needed != (k.Lock == journal.OwnTransaction) {
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
