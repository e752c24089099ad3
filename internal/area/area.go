// Package area stores the administrative hierarchy (state, district, block, panchayat, village) with names and
// outlines, and returns candidate areas for a point. It does not depend on households, stores or file formats.
//
// An area's key is level:code. Its path joins the codes from the root, /19/303/2738/, and is compared by
// authorization scopes. An area outside that hierarchy has its level before its code, /19/303/ac-94/. A stored path
// never changes unless the area moves. From an outline of approximate quality a point only sorts the list that a person
// chooses from; it never fills a field.
package area

import (
	"regexp"
	"strings"

	"github.com/paulmach/orb"

	"tripol/internal/fault"
	"tripol/internal/form"
	"tripol/internal/words"
)

// Level is a level of the hierarchy.
type Level string

// The levels. An assembly constituency is in a district beside the blocks and has no children.
const (
	State                Level = "state"
	District             Level = "district"
	AssemblyConstituency Level = "assembly_constituency"
	Block                Level = "block"
	Panchayat            Level = "panchayat"
	Village              Level = "village"
)

// Levels lists every level once, from the top; tests loop over it.
var Levels = form.Set("level", State, District, AssemblyConstituency, Block, Panchayat, Village)

// depth orders the levels from the top; 0 is not a level. A constituency precedes the block: relief is organised by
// block, so where a point is in both, the block is offered first.
func (l Level) depth() int {
	switch l {
	case State:
		return 1
	case District:
		return 2
	case AssemblyConstituency:
		return 3
	case Block:
		return 4
	case Panchayat:
		return 5
	case Village:
		return 6
	default:
		return 0
	}
}

// Known reports whether this is one of Levels.
func (l Level) Known() bool { return l.depth() > 0 }

// Above returns the usual parent's level; empty for a state.
func (l Level) Above() Level {
	switch l {
	case District:
		return State
	case AssemblyConstituency, Block:
		return District
	case Panchayat:
		return Block
	case Village:
		return Panchayat
	case State:
		return ""
	default:
		return ""
	}
}

// holds reports whether an area of this level may be the parent of one of the other.
func (l Level) holds(other Level) bool {
	return l.Known() && l != AssemblyConstituency && l.depth() < other.depth()
}

// segment returns the part of a path of an area with this code. An area outside the hierarchy has its level before the
// code, so that it never takes the path of a block with the same code.
func (l Level) segment(code string) string {
	if l == AssemblyConstituency {
		return l.marked(code)
	}
	return code
}

// marked returns a segment with the level before the code. Without an issuer a code is a number, so it is not one.
func (l Level) marked(code string) string {
	if l == AssemblyConstituency {
		return "ac-" + code
	}
	return string(l) + "-" + code
}

// Key identifies an area: level:code, such as block:2738 or panchayat:wb-gp:2738-01.
type Key string

// NewKey joins a level and a code.
func NewKey(level Level, code string) Key { return Key(string(level) + ":" + code) }

// Level returns the part of the key before the first colon.
func (k Key) Level() Level {
	level, _, _ := strings.Cut(string(k), ":")
	return Level(level)
}

// Code returns the part of the key after the first colon.
func (k Key) Code() string {
	_, code, _ := strings.Cut(string(k), ":")
	return code
}

// Check rejects a key without a known level and a well-formed code. The fault has the given field path.
func (k Key) Check(path string) error {
	if !k.Level().Known() {
		return fault.Field(path, "area_key_malformed", "An area's key has the form level:code, such as block:2738.")
	}
	return checkCode(path, k.Code())
}

const maxCode = 64

var (
	codeForm   = regexp.MustCompile(`^([a-z][a-z0-9-]*:)?[A-Za-z0-9][A-Za-z0-9._-]*$`)
	lgdForm    = regexp.MustCompile(`^[0-9]+$`)
	issuerForm = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)
)

// checkCode accepts an LGD code (digits) or a local code with its issuer. Slashes would break paths.
func checkCode(path, code string) error {
	switch {
	case code == "":
		return fault.Field(path, "code_missing", "An area needs a code.")
	case len(code) > maxCode || !codeForm.MatchString(code):
		return fault.Field(path, "code_malformed", "A code has letters, digits, dots, hyphens and underscores, at most 64.")
	case !IsLocal(code) && !lgdForm.MatchString(code):
		return fault.Field(path, "code_without_issuer",
			"A local code requires its issuer, such as wb-gp:2725-01; an LGD code is a number.")
	}
	return nil
}

// LocalCode prefixes a code with its issuer: wb-gp and 2725-01 become wb-gp:2725-01. Without an issuer it returns the
// code unchanged.
func LocalCode(issuer, code string) string {
	if issuer == "" || code == "" {
		return code
	}
	return issuer + ":" + code
}

// IsLocal reports whether a code is a local one, with its issuer; any other is an LGD code.
func IsLocal(code string) bool { return strings.Contains(code, ":") }

// CheckIssuer rejects a malformed issuer; an empty one is valid.
func CheckIssuer(issuer string) error {
	if issuer != "" && !issuerForm.MatchString(issuer) {
		return fault.New(fault.Invalid, "issuer_malformed", "An issuer has small letters, digits and hyphens, such as wb-gp.")
	}
	return nil
}

// Quality is the origin of an outline.
type Quality string

// The qualities. Only a surveyed outline can decide which area contains a point.
const (
	Surveyed    Quality = "surveyed"
	Approximate Quality = "approximate"
)

// Qualities lists every quality once.
var Qualities = form.Set("quality", Surveyed, Approximate)

// Area is an administrative area, known by a government code or by the code of a local issuer.
type Area struct {
	Key    Key
	Level  Level
	Code   string
	Name   string
	NameBN string
	NameHI string
	Parent Key        // empty for a root
	Path   string     // such as /19/303/2738/
	Centre *orb.Point // longitude, latitude of its headquarters or label; nil when not known
}

// Names returns the area's name in each language.
func (a Area) Names() words.Names {
	return words.Names{Name: a.Name, NameBN: a.NameBN, NameHI: a.NameHI}
}

// Outline is the shape of an area with its quality, and its source where it must be named.
type Outline struct {
	Quality     Quality
	Attribution string
	orb.MultiPolygon
}
