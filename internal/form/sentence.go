package form

import (
	"reflect"
	"strings"

	"tripol/internal/fault"
)

// sentence is the code of a rule's fault with its message.
type sentence struct{ code, message string }

func (s sentence) fault() *fault.Fault { return fault.New(fault.Invalid, s.code, s.message) }

// messages are the English sentences of the codes in tags.
var messages = map[string]string{
	"required":           "This field is required.",
	"too_long":           "This text is too long.",
	"too_many":           "There are too many.",
	"repeated":           "This is listed twice.",
	"out_of_range":       "The number is out of range.",
	"not_offered":        "This is not one of the choices.",
	"unknown_value":      "This is not one of the choices.",
	"malformed":          "This does not have the right form.",
	"malformed_id":       "An id is a UUID in lower case.",
	"not_an_id":          "This must be a UUID in lower case.",
	"not_a_day":          "A day has the form 2020-05-31.",
	"area_key_malformed": "An area's key has the form level:code, such as block:2738.",
}

// Message declares the English sentence of a code that a tag names. It is for variables of packages.
func Message(code, message string) bool {
	if messages[code] != "" {
		panic("form: the code " + code + " has two messages")
	}
	messages[code] = message
	return true
}

// codeOf returns the code of one rule of a field: of its tag fault, or the usual one.
func codeOf(f reflect.StructField, rule, usual string) sentence {
	code := usual
	for i, part := range strings.Split(f.Tag.Get("fault"), ",") {
		of, named, single := strings.Cut(part, "=")
		switch {
		case part == "":
		case single && of == rule:
			return sentenceOf(named)
		case !single && i == 0:
			code = part
		}
	}
	return sentenceOf(code)
}

func sentenceOf(code string) sentence {
	if messages[code] == "" {
		panic("form: the code " + code + " has no message")
	}
	return sentence{code, messages[code]}
}
