package form_test

import (
	"strings"
	"testing"

	"tripol/internal/fault"
	"tripol/internal/form"
)

type line struct {
	Item     string `json:"item" format:"uuid" fault:"not_an_id"`
	Quantity int64  `json:"quantity" minimum:"1" maximum:"9"`
}

type payload struct {
	ID      string    `json:"id" format:"uuid"`
	Other   string    `json:"other,omitempty" format:"uuid"`
	Name    string    `json:"name" minLength:"1" maxLength:"3" fault:"required,maxLength=too_long"`
	Code    string    `json:"code" pattern:"^[a-z]+$" fault:"unknown_value"`
	Day     string    `json:"day" format:"date" empty:"true" fault:"not_a_day"`
	Even    string    `json:"even" format:"test-even" empty:"true"`
	Colour  colour    `json:"colour"`
	Fixed   string    `json:"fixed" enum:"a,b" empty:"true"`
	Size    *string   `json:"size,omitempty" set:"test_size"`
	Lines   []line    `json:"lines" minItems:"1" maxItems:"2" fault:"out_of_range"`
	Photos  []string  `json:"photos" format:"uuid" uniqueItems:"true" maxItems:"3"`
	Grants  []line    `json:"grants" whole:"true"`
	At      *position `json:"at"`
	Key     []byte    `json:"key" format:"byte" minBytes:"2" maxBytes:"4" fault:"malformed"`
	Free    string    `json:"free"`
	private string    `maxLength:"1"`
}

type position struct {
	Lon float64 `json:"lon" minimum:"-180" maximum:"180"`
}

var _ = form.Format("test-even", "^(..)*$", func(text string) error {
	if len(text)%2 != 0 {
		return fault.New(fault.Invalid, "odd", "It is odd.")
	}
	return nil
})

const id, id2 = "01900000-0000-7000-8000-000000000001", "01900000-0000-7000-8000-000000000002"

func good() payload {
	return payload{
		ID: id, Name: "লীলা"[:9], Code: "a", Colour: "red", Lines: []line{{id, 9}}, Photos: []string{id, id2},
		At: &position{180}, Key: []byte("abcd"), private: "not a field",
	}
}

// Each rule reports its code at the path of the value that breaks it, and a value at its limit is accepted.
func TestCheck(t *testing.T) {
	text := func(s string) *string { return &s }
	for name, c := range map[string]struct {
		change func(p *payload)
		want   string
	}{
		"good":                    {func(*payload) {}, ""},
		"an id missing":           {func(p *payload) { p.ID = "" }, "required /id"},
		"an id in capitals":       {func(p *payload) { p.ID = strings.ToUpper(id[:8]) + "A" + id[9:] }, "malformed_id /id"},
		"an optional id":          {func(p *payload) { p.Other = "x" }, "malformed_id /other"},
		"a name of blanks":        {func(p *payload) { p.Name = " \t" }, "required /name"},
		"a name too long":         {func(p *payload) { p.Name = "abcd" }, "too_long /name"},
		"another form":            {func(p *payload) { p.Code = "" }, "unknown_value /code"},
		"a day":                   {func(p *payload) { p.Day = "2020-02-29" }, ""},
		"no day":                  {func(p *payload) { p.Day = "2021-02-29" }, "not_a_day /day"},
		"a format of a package":   {func(p *payload) { p.Even = "abc" }, "odd /even"},
		"outside a set":           {func(p *payload) { p.Colour = "green" }, "not_offered /colour"},
		"outside a tag's values":  {func(p *payload) { p.Fixed = "c" }, "not_offered /fixed"},
		"a pointer to a value":    {func(p *payload) { p.Size = text("large") }, ""},
		"a pointer to another":    {func(p *payload) { p.Size = text("") }, "not_offered /size"},
		"no line":                 {func(p *payload) { p.Lines = nil }, "out_of_range /lines"},
		"too many lines":          {func(p *payload) { p.Lines = make([]line, 3) }, "out_of_range /lines"},
		"a line's id":             {func(p *payload) { p.Lines = []line{{id, 1}, {"", 1}} }, "not_an_id /lines/1/item"},
		"a line's quantity":       {func(p *payload) { p.Lines[0].Quantity = 0 }, "out_of_range /lines/0/quantity"},
		"a line's large quantity": {func(p *payload) { p.Lines[0].Quantity = 10 }, "out_of_range /lines/0/quantity"},
		"twice":                   {func(p *payload) { p.Photos[1] = id }, "repeated /photos/1"},
		"too many":                {func(p *payload) { p.Photos = []string{id, id2, "", ""} }, "too_many /photos"},
		"reported as a whole":     {func(p *payload) { p.Grants = []line{{id, 0}} }, "out_of_range /grants"},
		"a position":              {func(p *payload) { p.At.Lon = -180.1 }, "out_of_range /at/lon"},
		"bytes missing":           {func(p *payload) { p.Key = p.Key[:1] }, "malformed /key"},
		"too many bytes":          {func(p *payload) { p.Key = []byte("abcde") }, "malformed /key"},
	} {
		p := good()
		c.change(&p)
		got := ""
		if f := fault.Of(form.Check(p)); f != nil {
			got = f.Code + " " + f.Path
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// The first broken field in the order of declaration is reported, with the numbers of its limit.
func TestCheckReportsTheFirstFieldWithItsLimits(t *testing.T) {
	p := good()
	p.Name, p.Lines[0].Quantity = "abcd", 10
	f := fault.Of(form.Check(p))
	if f == nil || f.Path != "/name" || f.Numbers["longest"] != 3 {
		t.Errorf("%v", f)
	}
	p.Name = "abc"
	f = fault.Of(form.Check(p))
	if f == nil || f.Path != "/lines/0/quantity" || f.Numbers["least"] != int64(1) || f.Numbers["most"] != int64(9) {
		t.Errorf("%v", f)
	}
}

// A tag that cannot be enforced stops the program.
func TestWrongTagsStopTheProgram(t *testing.T) {
	for name, check := range map[string]func() error{
		"no number": func() error {
			return form.Check(struct {
				A int `minimum:"x"`
			}{})
		},
		"no format": func() error {
			return form.Check(struct {
				A string `format:"test-none"`
			}{})
		},
		"no message": func() error {
			return form.Check(struct {
				A string `maxLength:"1" fault:"test_none"`
			}{})
		},
		"one limit": func() error {
			return form.Check(struct {
				A []byte `minBytes:"1"`
			}{})
		},
		"two of a format": func() error { form.Format("test-even", "", nil); return nil },
		"two messages":    func() error { form.Message("required", "It is twice."); return nil },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: accepted", name)
				}
			}()
			if err := check(); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}()
	}
}

func BenchmarkCheck(b *testing.B) {
	p := good()
	for b.Loop() {
		if err := form.Check(p); err != nil {
			b.Fatal(err)
		}
	}
}
