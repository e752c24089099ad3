// Package form declares closed sets and limits of values, each once: Validate and the OpenAPI document read them, and
// the types and limits of the pages are generated from that document. It knows no package that has such values.
package form

import (
	"reflect"
	"slices"
)

// sets are the closed sets by name, and named is the set of a type of text whose values are one.
var (
	sets  = map[string][]string{}
	named = map[reflect.Type]string{}
)

// Set declares a closed set under a name, in the order in which screens list it, and returns its values. A field
// belongs to it by its type, or by the tag set:"name" where its type is string. It is for variables of packages; two
// sets of one name are an error of the program.
func Set[T ~string](name string, values ...T) []T {
	if sets[name] != nil || len(values) == 0 {
		panic("form: the set " + name + " is declared twice or is empty")
	}
	for _, value := range values {
		sets[name] = append(sets[name], string(value))
	}
	if t := reflect.TypeFor[T](); t != reflect.TypeFor[string]() {
		named[t] = name
	}
	return values
}

// Sets returns the closed sets by name.
func Sets() map[string][]string { return sets }

// SetOf returns the closed set that a field, or each element of one, belongs to: its name and values, or "" and nil. A
// field that may also be empty is tagged empty:"true".
func SetOf(f reflect.StructField) (name string, values []string) {
	name = f.Tag.Get("set")
	if name == "" {
		name = named[element(f.Type)]
	}
	if name == "" {
		return "", nil
	}
	if sets[name] == nil {
		panic("form: there is no set " + name)
	}
	return name, sets[name]
}

// element is the type behind pointers and lists.
func element(t reflect.Type) reflect.Type {
	for slices.Contains([]reflect.Kind{reflect.Pointer, reflect.Slice}, t.Kind()) {
		t = t.Elem()
	}
	return t
}
