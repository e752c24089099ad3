package damage

import (
	"time"

	"tripol/internal/household"
)

// Class is the government's damage class of a house. It is derived; grade and percentage are stored.
type Class string

// The classes. The norm names full, severe, partial (at least 15 %) and huts, and defines only the 15 %: fully and
// severely damaged are derived from the observed grade. Open: the class depends on a percentage that was not recorded.
const (
	ClassNone    Class = "none"         // undamaged
	ClassBelow   Class = "below_norm"   // damaged below the norm's threshold: recorded, not payable
	ClassPartial Class = "partial"      // at least the threshold
	ClassSevere  Class = "severe"       // payable like full
	ClassFull    Class = "full"         // destroyed
	ClassHut     Class = "hut"          // a hut, damaged or destroyed
	ClassOpen    Class = "percent_open" // slight damage without a percentage
)

// Classes lists the classes once.
var Classes = []Class{ClassNone, ClassBelow, ClassPartial, ClassSevere, ClassFull, ClassHut, ClassOpen}

// Norm is one dated version of the government's list of items and norms of assistance (SDRF/NDRF).
type Norm struct {
	Version        string
	From, To       time.Time // validity: the first day, and the day after the last
	PartialPercent int       // minimum percentage of partial damage
	amounts        map[Class]map[household.HouseType]int64
}

// AmountPaise returns the norm's amount for a damage class and a type of house, in paise. False where the norm has
// none: not payable, or a type of house (semi-pucca, partially damaged) that the norm does not name.
func (n Norm) AmountPaise(class Class, house household.HouseType) (int64, bool) {
	amount, named := n.amounts[class][house]
	return amount, named
}

const rupee = 100 // paise

// sameForAll is one amount for all types of houses except huts.
func sameForAll(paise int64) map[household.HouseType]int64 {
	return map[household.HouseType]int64{household.Kutcha: paise, household.SemiPucca: paise, household.Pucca: paise}
}

// financialYear returns the beginning of a financial year in India.
func financialYear(year int) time.Time {
	return time.Date(year, time.April, 1, 0, 0, 0, 0, time.FixedZone("IST", 5*3600+1800))
}

// Norms lists the known versions, oldest first; amounts for plains, not hills. After the last version there may be a
// newer one that is not listed: then NormAt returns false instead of guessing.
var Norms = []Norm{
	{
		// Norms of 2015-20, in force at Amphan and until those of 2022: full and severe Rs 95,100
		// (tathya.in/archives/story/34291), partial pucca Rs 5,200, kutcha Rs 3,200 (tathya.in), hut Rs 4,100
		// (newindianexpress.com, 11 Jun 2019).
		Version: "sdrf-2015-20", From: financialYear(2015), To: financialYear(2022), PartialPercent: 15,
		amounts: map[Class]map[household.HouseType]int64{
			ClassFull: sameForAll(95_100 * rupee), ClassSevere: sameForAll(95_100 * rupee),
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
			ClassFull: sameForAll(120_000 * rupee), ClassSevere: sameForAll(120_000 * rupee),
			ClassPartial: {household.Pucca: 6_500 * rupee, household.Kutcha: 4_000 * rupee},
			ClassHut:     {household.Hut: 8_000 * rupee},
		},
	},
}

// NormAt returns the norm in force at a moment; false when none is known.
func NormAt(at time.Time) (Norm, bool) {
	for _, n := range Norms {
		if !at.Before(n.From) && at.Before(n.To) {
			return n, true
		}
	}
	return Norm{}, false
}

// Class derives the government's class from an observation. percent may be nil.
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
		Undamaged: ClassPartial, // a percentage above the threshold takes precedence over the grade
		Minor:     ClassPartial, Moderate: ClassPartial, Severe: ClassSevere, Destroyed: ClassFull,
	}[grade]
}
