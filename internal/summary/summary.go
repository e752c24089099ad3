// Package summary answers how many and which: counts by area, and lists of households filtered by what several rooms
// know. It reads other rooms' tables and writes none but its own; it decides nothing and shows nobody's name.
//
// An answer is exact at any instant. What was sealed up to a seq is kept counted (summary_area, summary_household);
// the households that entries behind that seq touch are counted anew with each question, and what was kept of them is
// taken off. Advance moves the seq on behind the sealer, in groups so short that nobody waits.
package summary

import (
	"slices"

	"gorm.io/gorm"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/household"
)

// Readers are the roles that may see counts of their organisation in their areas. Lists of households are for
// household.Readers among them.
var Readers = append(slices.Clone(household.Readers), actor.Auditor)

// chunk bounds the ids of one statement.
const chunk = 500

// grades are the grades of damage, 0 to 4.
const grades = 5

// Counts are households and people of an area, in whole numbers.
// The counts are aggregates of households; reached is the coverage of those in need.
type Counts struct {
	Households int64         `json:"households"`
	People     int64         `json:"people"`
	Grades     [grades]int64 `json:"grades"`   // households by the newest grade that a second person confirmed
	Carded     int64         `json:"carded"`   // whose newest card is not withdrawn
	Entitled   int64         `json:"entitled"` // on an approved list, and in
	Served     int64         `json:"served"`   // given something at least once
	Reached    int64         `json:"reached"`  // served, of those in need: a confirmed grade of part, severe or destroyed
}

// plus adds so many times what the other counts.
func (c Counts) plus(other Counts, times int64) Counts {
	c.Households += times * other.Households
	c.People += times * other.People
	for g := range c.Grades {
		c.Grades[g] += times * other.Grades[g]
	}
	c.Carded += times * other.Carded
	c.Entitled += times * other.Entitled
	c.Served += times * other.Served
	c.Reached += times * other.Reached
	return c
}

// inNeed is the least confirmed grade of a house that makes a family one in need.
const inNeed = 2

// cell names what is counted together: one organisation's households of one place.
type cell struct {
	Organisation actor.OrganisationID
	AreaPath     string
}

// scope is the filter of every question on a table with organisation and area_path.
func scope(tx *db.Tx) func(*gorm.DB) *gorm.DB {
	return func(q *gorm.DB) *gorm.DB {
		return q.Scopes(db.OneOrganisation(tx.Actor), db.Within("area_path", tx.Actor.Paths(Readers...)))
	}
}

// stateRow says up to which seal everything is counted.
type stateRow struct {
	ID  int `gorm:"primaryKey;autoIncrement:false"`
	Seq int64
}

// TableName names the table.
func (stateRow) TableName() string { return "summary_state" }

// areaRow is what is counted of one place.
type areaRow struct {
	Organisation actor.OrganisationID `gorm:"primaryKey"`
	AreaPath     string               `gorm:"primaryKey"`
	Households   int64
	People       int64
	Grade0       int64
	Grade1       int64
	Grade2       int64
	Grade3       int64
	Grade4       int64
	Carded       int64
	Entitled     int64
	Served       int64
	Reached      int64
}

// TableName names the table.
func (areaRow) TableName() string { return "summary_area" }

func (r areaRow) cell() cell { return cell{r.Organisation, r.AreaPath} }

func (r areaRow) counts() Counts {
	return Counts{
		Households: r.Households, People: r.People, Carded: r.Carded, Entitled: r.Entitled, Served: r.Served,
		Reached: r.Reached,
		Grades:  [grades]int64{r.Grade0, r.Grade1, r.Grade2, r.Grade3, r.Grade4},
	}
}
