package columns

import (
	"bytes"
	"encoding/csv"
	"slices"
	"testing"

	"tripol/internal/exchange/sheet"
	"tripol/internal/fault"
	"tripol/internal/words"
)

// The import knows every heading of every template, and refuses its example row. Control: a row of a family is none.
func TestEveryTemplateIsReadByItsImport(t *testing.T) {
	for _, list := range Templates {
		for _, language := range words.Languages {
			var out bytes.Buffer
			if err := WriteTemplate(&out, list, language); err != nil {
				t.Fatal(err)
			}
			rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(out.Bytes(), []byte(sheet.ByteOrderMark)))).ReadAll()
			if err != nil || len(rows) != 2 {
				t.Fatalf("%s in %s: %v %v", list, language, err, rows)
			}
			if !sheet.IsExample(rows[1]) || sheet.IsExample(rows[0]) {
				t.Errorf("%s in %s: its example is not recognised", list, language)
			}
			if fields := SuggestFields(list, rows[0]); slices.Contains(Kinds, list) && slices.Contains(fields, "") {
				t.Errorf("%s in %s: %v are read as %v", list, language, rows[0], fields)
			}
		}
	}
	if err := WriteTemplate(&bytes.Buffer{}, "horses", words.English); !fault.Is(err, "not_found") {
		t.Errorf("%v", err)
	}
	if sheet.IsExample([]string{"Rahima Bibi", "9800000000"}) {
		t.Error("a family was taken for the example")
	}
}
