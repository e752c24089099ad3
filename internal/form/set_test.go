package form_test

import (
	"reflect"
	"slices"
	"testing"

	"tripol/internal/form"
)

type colour string

var colours = form.Set("test_colour", colour("red"), colour("blue"))

var _ = form.Set("test_size", "small", "large")

type fields struct {
	Colour  colour
	Colours []*colour
	Size    string `set:"test_size"`
	Free    string
	Unknown string `set:"test_none"`
}

// A field belongs to a set by its type, also behind pointers and lists, or by its tag.
func TestFieldsBelongToSets(t *testing.T) {
	if !slices.Equal(colours, []colour{"red", "blue"}) {
		t.Errorf("Set returned %v", colours)
	}
	for field, want := range map[string]string{
		"Colour": "test_colour", "Colours": "test_colour", "Size": "test_size", "Free": "",
	} {
		f, _ := reflect.TypeFor[fields]().FieldByName(field)
		name, values := form.SetOf(f)
		if name != want || !slices.Equal(values, form.Sets()[want]) {
			t.Errorf("%s belongs to %q with %v", field, name, values)
		}
	}
}

// A set that is declared twice, an empty one and a tag without a set stop the program.
func TestWrongSetsStopTheProgram(t *testing.T) {
	unknown, _ := reflect.TypeFor[fields]().FieldByName("Unknown")
	for name, declare := range map[string]func(){
		"twice":   func() { form.Set("test_size", "small") },
		"empty":   func() { form.Set[string]("test_empty") },
		"unknown": func() { form.SetOf(unknown) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: accepted", name)
				}
			}()
			declare()
		}()
	}
}
