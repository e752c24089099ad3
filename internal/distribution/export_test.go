package distribution

// DeferredOf lifts one grade, in the order of needs, and returns the exposures whose private reasons had too little cover.
func DeferredOf(grade []Weighed, key Key, seed Seed) map[Exposure]bool {
	return liftGrade(grade, key, seed)
}

// ByNeeds is the order by visible needs.
func ByNeeds(list []Weighed, seed Seed) []Weighed { return byNeeds(list, seed) }
