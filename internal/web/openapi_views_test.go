package web

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/danielgtaylor/huma/v2"

	"tripol/internal/campaign"
	"tripol/internal/card"
	"tripol/internal/field"
	"tripol/internal/stock"
)

type shownView struct {
	Holder   *CardHolder              `json:"holder"`
	Omitted  *CardHolder              `json:"omitted,omitempty"`
	Lines    []PlanItemView           `json:"lines,omitempty"`
	Steps    map[campaign.Stage]int64 `json:"steps"`
	Reverses stock.MovementID         `json:"reverses" empty:"true"`
	Gaps     []field.Range            `json:"gaps"     nullable:"false"`
	Grade    *int                     `json:"grade"    enum:"0,1"`
	State    card.State               `json:"state"`
}

// The schema of a view's field states whether it can be null, empty or missing, and the keys of a closed set. The
// control: the same struct as a request.
func TestSchemasOfViews(t *testing.T) {
	ref := func(name string) string { return `{"$ref":"` + schemaPrefix + name + `"}` }
	for field, want := range map[string]string{
		"holder":   `{"anyOf":[` + ref("CardHolder") + `,{"type":"null"}]}`,
		"omitted":  ref("CardHolder"),
		"lines":    `{"type":"array","items":` + ref("PlanItemView") + `}`,
		"reverses": `{"anyOf":[` + ref("StockMovementID") + `,{"type":"string","enum":[""]}]}`,
		"gaps": `{"type":"array","items":{"type":"array","items":{"type":"integer","format":"int64"},` +
			`"minItems":2,"maxItems":2}}`,
		"grade": `{"type":["integer","null"],"format":"int64","enum":[0,1,null]}`,
		"state": ref("CardState"),
	} {
		if got := schemaOfField(t, field, false); !sameJSON(t, got, want) {
			t.Errorf("%s is described as %s, not %s", field, got, want)
		}
	}
	var steps struct {
		Properties           map[string]any
		AdditionalProperties bool
		Required             []string
	}
	if err := json.Unmarshal(schemaOfField(t, "steps", false), &steps); err != nil {
		t.Fatal(err)
	}
	if len(steps.Properties) != len(campaign.Stages) || steps.AdditionalProperties || len(steps.Required) > 0 {
		t.Errorf("a map by stage is described as %+v", steps)
	}
	for _, field := range []string{"holder", "lines", "grade"} {
		if sameJSON(t, schemaOfField(t, field, true), string(schemaOfField(t, field, false))) {
			t.Errorf("%s of a request is described like that of a response", field)
		}
	}
}

// schemaOfField returns the refined schema of a field of shownView, as part of a request or of a response.
func schemaOfField(t *testing.T, field string, request bool) []byte {
	t.Helper()
	registry := huma.NewMapRegistry(schemaPrefix, schemaName)
	registry.Schema(reflect.TypeFor[shownView](), true, "")
	refine(registry, map[reflect.Type]bool{reflect.TypeFor[shownView](): request})
	text, err := json.Marshal(registry.Map()[schemaName(reflect.TypeFor[shownView](), "")].Properties[field])
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func sameJSON(t *testing.T, got []byte, want string) bool {
	t.Helper()
	var one, other any
	if json.Unmarshal(got, &one) != nil || json.Unmarshal([]byte(want), &other) != nil {
		t.Fatalf("no JSON: %s, %s", got, want)
	}
	return reflect.DeepEqual(one, other)
}
