package damage_test

import (
	"slices"
	"testing"
	"time"

	"tripol/internal/damage"
	"tripol/internal/household"
)

func at(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 12, 0, 0, 0, time.UTC)
}

func TestNormAt(t *testing.T) {
	for _, c := range []struct {
		at      time.Time
		version string
	}{
		{at(2020, time.May, 20), "sdrf-2015-20"}, // Amphan
		{at(2022, time.March, 31), "sdrf-2015-20"},
		{at(2022, time.April, 1), "sdrf-2022-26"},
		{time.Date(2022, 3, 31, 18, 29, 0, 0, time.UTC), "sdrf-2015-20"}, // a minute to midnight in India
		{time.Date(2022, 3, 31, 18, 30, 0, 0, time.UTC), "sdrf-2022-26"},
		{at(2026, time.March, 31), "sdrf-2022-26"},
		{at(2026, time.April, 1), ""}, // no list is known
		{at(2009, time.May, 25), ""},
	} {
		norm, known := damage.NormAt(c.at)
		if norm.Version != c.version || known != (c.version != "") {
			t.Errorf("%s: %q, %v", c.at, norm.Version, known)
		}
	}
	for i := 1; i < len(damage.Norms); i++ {
		if damage.Norms[i].From.Before(damage.Norms[i-1].To) {
			t.Errorf("two norms rule on %s", damage.Norms[i].From)
		}
	}
}

func TestGovernmentClass(t *testing.T) {
	percent := func(n int) *int { return &n }
	norm, _ := damage.NormAt(at(2020, time.June, 5))
	for _, c := range []struct {
		house   household.HouseType
		grade   damage.Grade
		percent *int
		class   damage.Class
		rupees  int64 // -1: the norm names no sum
	}{
		{household.Pucca, damage.Undamaged, nil, damage.ClassNone, -1},
		{household.Pucca, damage.Minor, nil, damage.ClassOpen, -1},
		{household.Pucca, damage.Minor, percent(14), damage.ClassBelow, -1},
		{household.Pucca, damage.Minor, percent(15), damage.ClassPartial, 5_200},
		{household.Kutcha, damage.Moderate, nil, damage.ClassPartial, 3_200},
		{household.Kutcha, damage.Moderate, percent(10), damage.ClassBelow, -1},
		{household.SemiPucca, damage.Moderate, nil, damage.ClassPartial, -1},
		{household.SemiPucca, damage.Severe, nil, damage.ClassSevere, 95_100},
		{household.Pucca, damage.Severe, percent(60), damage.ClassSevere, 95_100},
		{household.Kutcha, damage.Destroyed, nil, damage.ClassFull, 95_100},
		{household.Hut, damage.Destroyed, nil, damage.ClassHut, 4_100},
		{household.Hut, damage.Moderate, nil, damage.ClassHut, 4_100},
		{household.Hut, damage.Minor, nil, damage.ClassOpen, -1},
		{household.Hut, damage.Undamaged, percent(0), damage.ClassNone, -1},
	} {
		class := norm.Class(c.house, c.grade, c.percent)
		paise, named := norm.AmountPaise(class, c.house)
		if class != c.class || named != (c.rupees >= 0) || named && paise != c.rupees*100 {
			t.Errorf("%s, grade %d: %s, %d paise, %v", c.house, c.grade, class, paise, named)
		}
	}
	for _, house := range household.HouseTypes { // the class never falls when the grade rises, and is always one of the set
		for _, grade := range damage.Grades {
			if class := norm.Class(house, grade, nil); !slices.Contains(damage.Classes, class) {
				t.Errorf("%s, grade %d: %q", house, grade, class)
			}
		}
	}
}
