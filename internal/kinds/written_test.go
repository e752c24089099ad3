package kinds_test

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"tripol/internal/db"
	"tripol/internal/journal"
	"tripol/internal/kinds"
	"tripol/internal/testkit"
)

// ofEveryEntry are the journal's own tables, which the entry itself, its outcome and its exceptions are written to.
var ofEveryEntry = []string{
	"entry", "entry_body", "entry_subject", "outcome", "unsealed", "deferred", "deferred_key", "exception",
}

// written returns the tables that a step wrote beside those of every entry, by the kind of the entry that a row names as
// its cause. Of other rows the kind is empty: any entry of the step may have written them.
func (s step) written() map[string][]string {
	written := map[string][]string{}
	for _, w := range s.records {
		cause, has := w.after["cause"]
		if !has {
			cause = w.after["entry"]
		}
		kind := s.ids[fmt.Sprint(cause)]
		if !slices.Contains(ofEveryEntry, w.table) && !slices.Contains(written[kind], w.table) {
			written[kind] = append(written[kind], w.table)
		}
	}
	return written
}

// deed is the effect of a step, in the terms of a declaration.
type deed struct {
	kinds []string // of its entries, the one that was submitted first
	did   map[part][]string
}

// part is a part of a declaration.
type part string

// The parts that scenes show.
const (
	tables     part = "table"
	values     part = "value"
	counts     part = "count"
	exceptions part = "exception"
)

// declared returns the parts of a kind's declaration.
func declared(k journal.Kind) map[part][]string {
	return map[part][]string{tables: k.Tables, values: k.Generates, counts: k.Counts.Of, exceptions: k.Raises}
}

// deedsOf returns the effects of the steps of scenes; each scene was played in two databases.
func deedsOf(scenes [][2][]step) (deeds []deed) {
	for _, played := range scenes {
		one, other := drawn{}, drawn{}
		for i, s := range played[0] {
			generated := generated(one.fresh(s), other.fresh(played[1][i]))
			if s.ignored {
				continue
			}
			deeds = append(deeds, deed{s.kinds, map[part][]string{values: generated, counts: s.counts}})
			for kind, written := range s.written() {
				deeds = append(deeds, deed{kindsOr(kind, s.kinds), map[part][]string{tables: written}})
			}
			for kind, raised := range s.raised { // an exception names the entry that raised it
				deeds = append(deeds, deed{[]string{kind}, map[part][]string{exceptions: raised}})
			}
		}
	}
	return deeds
}

func kindsOr(kind string, all []string) []string {
	if kind == "" {
		return all
	}
	return []string{kind}
}

// differences returns the differences between declarations and deeds.
func differences(all []journal.Kind, deeds []deed) (wrong []string) {
	declares, seen := map[string]map[part][]string{}, map[string]bool{}
	for _, k := range all {
		declares[k.Name] = declared(k)
	}
	for _, d := range deeds {
		for _, kind := range d.kinds {
			seen[kind] = true
		}
		for what, done := range d.did {
			for _, one := range done {
				kind, is := d.kindOf(what, one, declares)
				if !is {
					wrong = append(wrong, fmt.Sprintf("%s: the %s %s is not declared", strings.Join(d.kinds, ", "), what, one))
				}
				seen[fmt.Sprint(kind, what, one)] = true
			}
		}
	}
	for kind, parts := range declares {
		if !seen[kind] {
			wrong = append(wrong, kind+" is in no scene")
		}
		for what, all := range parts {
			for _, one := range all {
				if !seen[fmt.Sprint(kind, what, one)] {
					wrong = append(wrong, fmt.Sprintf("%s: no scene shows the %s %s", kind, what, one))
				}
			}
		}
	}
	slices.Sort(wrong)
	return slices.Compact(wrong)
}

// kindOf attributes one thing that a step did to the first of its kinds that declares it. A step can decide several
// entries: an approval, and the action that it approves.
func (d deed) kindOf(what part, one string, declares map[string]map[part][]string) (kind string, is bool) {
	for _, kind := range d.kinds {
		if slices.Contains(declares[kind][what], one) {
			return kind, true
		}
	}
	return "", false
}

// drawn are the texts that a database showed before: by them later rows refer to earlier ones.
type drawn map[string]bool

// columnValues are the values of columns, as table.column, in the order in which the columns were written.
type columnValues struct {
	columns []string
	of      map[string]map[string]bool
}

// fresh returns the new values of a step's rows that are neither in the entries nor in earlier rows.
func (d drawn) fresh(s step) columnValues {
	found := columnValues{of: map[string]map[string]bool{}}
	own := func(w record) bool { return slices.Contains(ofEveryEntry, w.table) }
	each(s.prior, func(_, value string) { d.add(value) })
	each(filtered(s.records, own), func(_, value string) { d.add(value) }) // others refer to the journal's own rows
	var all []string
	each(filtered(s.records, func(w record) bool { return !own(w) }), func(column, value string) {
		if !d.refers(s, value) {
			if found.of[column] == nil {
				found.columns, found.of[column] = append(found.columns, column), map[string]bool{}
			}
			found.of[column][value] = true
			all = append(all, value)
		}
		if strings.HasSuffix(column, ".id") { // later rows of the step refer to it
			d.add(value)
		}
	})
	for _, value := range all {
		d.add(value)
	}
	return found
}

func filtered(records []record, keep func(w record) bool) (kept []record) {
	for _, w := range records {
		if keep(w) {
			kept = append(kept, w)
		}
	}
	return kept
}

// each visits the new values of rows.
func each(records []record, visit func(column, value string)) {
	for _, w := range records {
		for _, column := range slices.Sorted(maps.Keys(w.after)) {
			if value := fmt.Sprint(w.after[column]); value != fmt.Sprint(w.before[column]) {
				visit(w.table+"."+column, value)
			}
		}
	}
}

const leastText = 8 // shorter ones occur by chance

func (d drawn) add(value string) {
	if len(value) >= leastText && !strings.HasPrefix(value, "{") { // an object is no reference
		d[value] = true
	}
}

// refers reports whether a value, or its part after the prefix, existed before or is in the step's entries; a blob is
// in base64 there.
func (d drawn) refers(s step, value string) bool {
	if len(value) < leastText {
		return false
	}
	_, suffix, _ := strings.Cut(value, ":")
	raw, err := hex.DecodeString(strings.TrimPrefix(value, `\x`))
	blob := base64.StdEncoding.EncodeToString(raw)
	return d[value] || d[suffix] || strings.Contains(s.bodies, value) || err == nil && strings.Contains(s.bodies, blob)
}

// byNumber are references by a number, which a value does not show.
var byNumber = []string{"card_batch.kid", "paper_use.number", "paper_second.number", "paper_settlement.number"}

// drawnByLot are the columns of the families that a list ranks first by lot: they follow from the list's secret key, and
// differ between two databases by chance.
const drawnByLot = ".lifted"

// generated lists the columns whose values differ between two databases. A column of the same values as an earlier one
// refers to it.
func generated(one, other columnValues) (columns []string) {
	seen := map[string]bool{}
	for _, column := range one.columns {
		all := fmt.Sprint(slices.Sorted(maps.Keys(one.of[column])))
		follows := slices.Contains(byNumber, column) || strings.HasSuffix(column, drawnByLot)
		if !maps.Equal(one.of[column], other.of[column]) && !seen[all] && !follows {
			columns, seen[all] = append(columns, column), true
		}
	}
	return columns
}

// played plays every scene of an engine in two databases.
func played(t *testing.T, engine db.Engine) (scenes [][2][]step) {
	t.Helper()
	for _, play := range []func(sc *scene){(*scene).effort, (*scene).alone, (*scene).byCommandLine} {
		var both [2][]step
		for i := range both {
			sc := newScene(t, engine, i == 1)
			play(sc)
			both[i] = sc.steps
		}
		if len(both[0]) != len(both[1]) {
			t.Fatalf("%d steps and %d", len(both[0]), len(both[1]))
		}
		scenes = append(scenes, both)
	}
	return scenes
}

// A declaration states the effects of an entry of its kind: which tables it writes, which values it generates, which
// counts it changes and which exceptions it raises. Scenes submit entries of every kind to a real database whose
// triggers record each row: an undeclared effect is an error, and so is a declared effect that never occurs.
func TestDeclarationsStateWhatEntriesDo(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		deeds := deedsOf(played(t, engine))
		for _, wrong := range differences(kinds.All, deeds) {
			t.Error(wrong)
		}
		controlDifferences(t, deeds)
	})
}

// The control: of each kind each single thing left out of its declaration is noticed, and one too many of each part.
func controlDifferences(t *testing.T, deeds []deed) {
	t.Helper()
	planted := slices.Clone(kinds.All)
	noticed := func(k journal.Kind, how string) {
		if len(differences(planted, deeds)) == 0 {
			t.Errorf("%s: %s is not noticed", k.Name, how)
		}
	}
	for i, whole := range kinds.All {
		for what, all := range declared(whole) {
			set := func(to []string) {
				planted[i] = whole
				switch what {
				case tables:
					planted[i].Tables = to
				case values:
					planted[i].Generates = to
				case counts:
					planted[i].Counts.Of = to
				case exceptions:
					planted[i].Raises = to
				}
			}
			for n, one := range all {
				set(slices.Delete(slices.Clone(all), n, n+1))
				noticed(whole, fmt.Sprintf("the %s %s left out", what, one))
			}
			set(append(slices.Clone(all), "another"))
			noticed(whole, fmt.Sprintf("a %s that it has not", what))
		}
		planted[i] = whole
	}
	planted = append(planted, journal.Kind{Name: "levy.take"})
	noticed(planted[len(planted)-1], "a kind without a scene")
}
