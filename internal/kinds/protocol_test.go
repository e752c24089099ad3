package kinds_test

import (
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/journal"
	"tripol/internal/kinds"
)

var update = flag.Bool("update", false, "write the table of kinds in docs/sync-protocol.md")

const (
	protocolPage = "../../docs/sync-protocol.md"
	tableBegins  = "<!-- kinds: go test ./internal/kinds -update -->\n"
	tableEnds    = "<!-- end of kinds -->\n"
)

// phoneTable is the table of the kinds that phones submit.
func phoneTable(all []journal.Kind) string {
	var b strings.Builder
	b.WriteString("| Kind | Form | Token | Roles | Waits for |\n|---|---|---|---|---|\n")
	for _, k := range all {
		if k.Phones == journal.NoPhone {
			continue
		}
		var roles, waits []string
		for _, role := range k.FromPhones() {
			roles = append(roles, string(role))
		}
		for _, w := range k.WaitsFor {
			waits = append(waits, "`"+w.Path+"`")
		}
		if len(k.Roles) == len(actor.Roles) {
			roles = []string{"any"}
		}
		b.WriteString("| `" + k.Name + "` | " + string(k.Form) + " | " + string(k.Phones) + " | " + strings.Join(roles, ", ") +
			" | " + strings.Join(waits, ", ") + " |\n")
	}
	return b.String()
}

// replaced is the page with the table of kinds; false: the page has no place for it.
func replaced(page, table string) (string, bool) {
	before, rest, begins := strings.Cut(page, tableBegins)
	_, after, ends := strings.Cut(rest, tableEnds)
	return before + tableBegins + table + tableEnds + after, begins && ends
}

func TestTheProtocolListsTheKindsOfPhones(t *testing.T) {
	page, err := os.ReadFile(protocolPage)
	if err != nil {
		t.Fatal(err)
	}
	want, marked := replaced(string(page), phoneTable(kinds.All))
	if !marked {
		t.Fatal("docs/sync-protocol.md has no table of kinds")
	}
	if *update {
		if err := os.WriteFile(protocolPage, []byte(want), 0o644); err != nil { //nolint:gosec // a page of the repository
			t.Fatal(err)
		}
		return
	}
	if string(page) != want {
		t.Error("the table of kinds in docs/sync-protocol.md differs: run go test ./internal/kinds -update")
	}
	changed := slices.Clone(kinds.All) // the control: a kind that phones do not submit any more
	at := slices.IndexFunc(changed, func(k journal.Kind) bool { return k.Name == "damage.assess" })
	changed[at].Phones = journal.NoPhone
	if other, _ := replaced(string(page), phoneTable(changed)); other == string(page) {
		t.Error("a kind that phones do not submit stays in the table")
	}
}
