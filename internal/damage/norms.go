package damage

import (
	"time"

	"tripol/internal/household"
)

// Class is what the government calls a damaged house. It is derived; what is kept is the grade and the percentage.
type Class string

// The classes. The norm names full, severe, partial (at least 15 %) and huts, and defines only the 15 %: fully and
// severely damaged are taken from the observed grade. Open means that the norm turns on a percentage that nobody wrote
// down.
const (
	ClassNone    Class = "none"         // nothing to see
	ClassBelow   Class = "below_norm"   // damaged, but under the norm's threshold: recorded, not payable
	ClassPartial Class = "partial"      // at least the threshold
	ClassSevere  Class = "severe"       // paid like full
	ClassFull    Class = "full"         // destroyed
	ClassHut     Class = "hut"          // a hut, damaged or destroyed
	ClassOpen    Class = "percent_open" // slight damage without a percentage
)

// Classes lists the classes once.
var Classes = []Class{ClassNone, ClassBelow, ClassPartial, ClassSevere, ClassFull, ClassHut, ClassOpen}

// Norm is one dated version of the government's list of items and norms of assistance (SDRF/NDRF).
type Norm struct {
	Version        string
	From, To       time.Time // the first day it rules and the first day it no longer does
	PartialPercent int       // the least percentage that is partial damage
	amounts        map[Class]map[household.HouseType]int64
}

// AmountPaise is what the norm pays for a class of damage to a type of house, in paise. False where the norm names no
// sum: nothing payable, or a type of house (semi-pucca, partially damaged) that it does not name.
func (n Norm) AmountPaise(class Class, house household.HouseType) (int64, bool) {
	amount, named := n.amounts[class][house]
	return amount, named
}

const rupee = 100 // paise

// everywhere is one sum for all houses that are not huts.
func everywhere(paise int64) map[household.HouseType]int64 {
	return map[household.HouseType]int64{household.Kutcha: paise, household.SemiPucca: paise, household.Pucca: paise}
}

// financialYear is the moment in India at which one begins.
func financialYear(year int) time.Time {
	return time.Date(year, time.April, 1, 0, 0, 0, 0, time.FixedZone("IST", 5*3600+1800))
}

// Norms lists the versions known, oldest first; plains, not hills. A later list than the last may rule after it: then
// there is none here, and that is said instead of guessed.
var Norms = []Norm{
	{
		// Norms of 2015-20, which still ruled at Amphan, until those of 2022 came: full and severe Rs 95,100
		// (tathya.in/archives/story/34291), partial pucca Rs 5,200, kutcha Rs 3,200 (tathya.in), hut Rs 4,100
		// (newindianexpress.com, 11 Jun 2019).
		Version: "sdrf-2015-20", From: financialYear(2015), To: financialYear(2022), PartialPercent: 15,
		amounts: map[Class]map[household.HouseType]int64{
			ClassFull: everywhere(95_100 * rupee), ClassSevere: everywhere(95_100 * rupee),
			ClassPartial: {household.Pucca: 5_200 * rupee, household.Kutcha: 3_200 * rupee},
			ClassHut:     {household.Hut: 4_100 * rupee},
		},
	},
	{
		// MHA letter F.No. 33-03/2020-NDM-I (Vol-II) of 10 Oct 2022, for 2022-23 to 2025-26: full and severe Rs
		// 1,20,000 (sakshipost.com), partial pucca Rs 6,500 (comparemela.com), kutcha Rs 4,000 (MHA annex, not read),
		// hut Rs 8,000 (sakshipost.com).
		Version: "sdrf-2022-26", From: financialYear(2022), To: financialYear(2026), PartialPercent: 15,
		amounts: map[Class]map[household.HouseType]int64{
			ClassFull: everywhere(120_000 * rupee), ClassSevere: everywhere(120_000 * rupee),
			ClassPartial: {household.Pucca: 6_500 * rupee, household.Kutcha: 4_000 * rupee},
			ClassHut:     {household.Hut: 8_000 * rupee},
		},
	},
}

// NormAt gives the norm that rules at a moment. False when none is known for it.
func NormAt(at time.Time) (Norm, bool) {
	for _, n := range Norms {
		if !at.Before(n.From) && at.Before(n.To) {
			return n, true
		}
	}
	return Norm{}, false
}

// Class derives the government's class from what was observed. percent may be nil.
func (n Norm) Class(house household.HouseType, grade Grade, percent *int) Class {
	if grade < Severe && percent != nil && *percent < n.PartialPercent {
		if grade == Undamaged && *percent == 0 {
			return ClassNone
		}
		return ClassBelow
	}
	if percent == nil && grade <= Minor {
		return map[Grade]Class{Undamaged: ClassNone, Minor: ClassOpen}[grade]
	}
	if house == household.Hut {
		return ClassHut
	}
	return map[Grade]Class{
		Undamaged: ClassPartial, // a percentage over the threshold outweighs the grade
		Minor:     ClassPartial, Moderate: ClassPartial, Severe: ClassSevere, Destroyed: ClassFull,
	}[grade]
}
