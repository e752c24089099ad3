package distribution

// Weights is one version of the rule that says who comes first. A version never changes once a list was made by it:
// another rule is another version. Grades lie so far apart that all other reasons together do not reach the next one.
type Weights struct {
	Version   string
	From      string         // the day from which plans may use it
	Retired   bool           // its lists are kept and checked; none is planned or approved by it any more
	Words     string         // the rule in a few words, as it stands above the list
	Grades    map[int]Reason // by verified grade; a grade that is not here never gets an entitlement
	Criteria  map[string]int // points by vulnerability criterion; one that is not here gives none
	Large     Reason         // for a household of LargeFrom people or more
	LargeFrom int            // people
}

// Reason is one reason for a place in the list. Codes are stable; screens turn them into words.
type Reason struct {
	Code   string
	Points int
}

// Current is the version by which lists are planned.
const Current = "v2"

var grades = map[int]Reason{
	4: {Code: "destroyed", Points: 400},
	3: {Code: "severe", Points: 300},
	2: {Code: "moderate", Points: 200},
	1: {Code: "minor", Points: 100},
}

// Rules lists every version, oldest first.
var Rules = []Weights{{
	Version: "v1",
	From:    "2020-05-20",
	Retired: true, // its list and a family's page together disclosed a private reason
	Words: "The worst damage comes first; inside the same damage, households in greater need; " +
		"those with equal points are drawn by lot in public.",
	Grades: grades,
	Criteria: map[string]int{
		"child_headed":        4,
		"private_reason":      4,
		"elderly_alone":       3,
		"pregnant_or_nursing": 3,
		"infant":              3,
		"disability":          3,
		"woman_headed":        2,
		"chronic_illness":     2,
		"house_on_embankment": 2,
		"widow":               1,
		"landless":            1,
		"documents_lost":      1,
	},
	Large:     Reason{Code: "large_household", Points: 1},
	LargeFrom: 7,
}, {
	Version: "v2",
	From:    "2020-05-20",
	Words: "The worst damage comes first; inside the same damage, households in greater need; those in equal need are " +
		"drawn by lot in public. Where a household comes first for a reason that is kept private, others of the same " +
		"damage, drawn by lot, come first with it.",
	Grades: grades,
	Criteria: map[string]int{
		"child_headed":        4,
		"elderly_alone":       3,
		"pregnant_or_nursing": 3,
		"infant":              3,
		"disability":          3,
		"woman_headed":        2,
		"chronic_illness":     2,
		"house_on_embankment": 2,
		"widow":               1,
		"landless":            1,
		"documents_lost":      1,
	},
	Large:     Reason{Code: "large_household", Points: 1},
	LargeFrom: 7,
}}

// Rule finds a version of the weights.
func Rule(version string) (Weights, bool) {
	for _, w := range Rules {
		if w.Version == version {
			return w, true
		}
	}
	return Weights{}, false
}
