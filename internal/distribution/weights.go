package distribution

// Weights is one version of the ranking rule. A version is immutable once it has been used; a different rule is a new
// version. The distance between grades exceeds the sum of all other reasons.
type Weights struct {
	Version   string
	From      string         // first day on which plans may use it
	Retired   bool           // not for planning and approval; existing lists are verified
	Words     string         // short description, shown above the list
	Grades    map[int]Reason // by verified grade; other grades are never entitled
	Criteria  map[string]int // points by vulnerability criterion; others have none
	Large     Reason         // for a household of LargeFrom people or more
	LargeFrom int            // people
}

// Reason is one reason for a rank. Codes are stable; screens translate them.
type Reason struct {
	Code   string
	Points int
}

// Current is the version for new plans.
const Current = "v2"

var grades = map[int]Reason{
	4: {Code: "destroyed", Points: 400},
	3: {Code: "severe", Points: 300},
	2: {Code: "moderate", Points: 200},
	1: {Code: "minor", Points: 100},
}

// Rules are all versions, oldest first.
var Rules = []Weights{{
	Version: "v1",
	From:    "2020-05-20",
	Retired: true, // its list and a family's page combined disclosed a private reason
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

// Rule returns a version of the weights.
func Rule(version string) (Weights, bool) {
	for _, w := range Rules {
		if w.Version == version {
			return w, true
		}
	}
	return Weights{}, false
}
