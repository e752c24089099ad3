package lists_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tripol/internal/db"
	"tripol/internal/exchange/columns"
	"tripol/internal/exchange/lists"
	"tripol/internal/intake"
	"tripol/internal/testkit"
)

func mappingFile(t *testing.T, name string) columns.Mapping {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "..", "docs", "mappings", name)) //nolint:gosec // our own
	if err != nil {
		t.Fatal(err)
	}
	m, err := intake.Decode[columns.Mapping](text)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return m
}

func (b *bench) realFile(path string, o lists.Options) result {
	b.Helper()
	file, err := os.Open(path) //nolint:gosec // real input
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	o.File = file
	r, err := b.try(o)
	if err != nil {
		b.Fatalf("%s: %v", path, err)
	}
	return r
}

// Synthetic lists in the formats of the real ones, for machines without the real ones.
func TestImportOfListsShapedLikeTheRealOnes(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		testkit.Organisations(t, s)
		b := newBench(t, s)
		r := b.run("referenceId,programFspConfigurationName,phoneNumber,preferredLanguage,name,firstname,birthdate,males,boys,"+
			"women,girls,pregnant,breastfeeding,womendisabled,mendisabled,girlsdisabled,boysdisabled\n"+
			",Excel,31600000000,en,Test Test,Asha,31-12-1970,1,2,1,0,1,0,0,0,0,1\n", func(o *lists.Options) {
			o.Mapping = mappingFile(t, "121-demo.json")
		})
		b.want(r, lists.Counts{Total: 1, Read: 1, Kept: 1})
		h := b.families()[0]
		if h.Name != "Asha Test Test" || h.People.Men != 1 || h.People.Boys != 2 || h.People.Size() != 4 ||
			strings.Join(h.Criteria, " ") != "pregnant_or_nursing disability" {
			t.Errorf("registered as something else: %+v %v", h.People, h.Criteria)
		}
		items := func(o *lists.Options) { o.Kind, o.Mapping = columns.Items, mappingFile(t, "ifrc-items.json") }
		list := "item_code,item_description,weight_kg\nHSHETARPX1,\"TARPAULIN, woven\",4.2\nhshetarpx1,again,1\nbad code,x,1\n"
		r = b.run(list, items)
		b.want(r, lists.Counts{Total: 3, Read: 3, Kept: 1, Refused: 2})
		if r.problems[0].Code != "code_repeated" || r.problems[1].Code != "not_a_code" || r.problems[1].Column != "item_code" {
			t.Errorf("%+v", r.problems)
		}
		b.want(b.run(list, items), lists.Counts{Total: 3, Read: 3, Unchanged: 1, Refused: 2})
	})
}
